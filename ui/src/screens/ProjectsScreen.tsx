import { FolderOpen, Play, Plus, ShieldCheck } from "lucide-react";
import { useProjects } from "../features/frame/queries";
import { Loaded } from "../features/frame/Loaded";
import { Screen } from "../features/frame/Screen";
import { useStatusLine } from "../features/frame/status";
import { screenNames } from "../features/frame/words";
import { AttentionList } from "../features/projects/AttentionList";
import { ContinueCard } from "../features/projects/ContinueCard";
import { DropArea } from "../features/projects/DropArea";
import { RecentProjects } from "../features/projects/RecentProjects";
import { SampleCard } from "../features/projects/SampleCard";
import { openStart, useStartMigration } from "../features/projects/useStart";
import { projectsWords as words } from "../features/projects/words";
import type { ProjectCard } from "../ipc/bindings";
import { Button } from "../parts/Button";
import { Card } from "../parts/Card";
import { EmptyState } from "../parts/EmptyState";
import { SkeletonRows } from "../parts/Skeleton";
import "../features/projects/projects.css";

/** Where everything starts: what was being done, what there is, what waits, and a way to begin. */
export default function ProjectsScreen() {
  const projects = useProjects();
  const start = useStartMigration();
  useStatusLine({ icon: ShieldCheck, tone: "good", facts: [words.status.source] });
  const known = projects.data?.length ?? 0;
  return (
    <Screen
      title={screenNames.projects}
      note={known > 0 ? words.onThisComputer(known) : undefined}
      actions={
        <>
          <Button icon={FolderOpen} onPress={() => void start.openPlan()}>
            {words.open}
          </Button>
          <Button variant="primary" icon={Plus} onPress={() => openStart()}>
            {words.newMigration}
          </Button>
        </>
      }
    >
      <Loaded query={projects} loading={<Loading />}>
        {(cards) => (cards.length === 0 ? <First /> : <Known cards={cards} />)}
      </Loaded>
    </Screen>
  );
}

function Known({ cards }: { cards: readonly ProjectCard[] }) {
  const latest = cards
    .filter((card) => !card.missing)
    .reduce<ProjectCard | undefined>(
      (best, card) => (best === undefined || card.edited_at > best.edited_at ? card : best),
      undefined,
    );
  return (
    <div className="projects">
      <div className="projects-main">
        {latest && <ContinueCard card={latest} />}
        <RecentProjects cards={cards} />
        <DropArea />
      </div>
      <div className="projects-side">
        <AttentionList cards={cards} />
        <SampleCard />
      </div>
    </div>
  );
}

/** Nothing was made yet: one sentence, two ways to begin. */
function First() {
  const start = useStartMigration();
  return (
    <div className="first">
      <EmptyState
        title={words.empty.title}
        text={words.empty.text}
        actions={
          <>
            <Button variant="primary" icon={Plus} onPress={() => openStart()}>
              {words.newMigration}
            </Button>
            <Button icon={Play} onPress={() => void start.sample()}>
              {words.safe.open}
            </Button>
          </>
        }
      />
      <DropArea />
    </div>
  );
}

function Loading() {
  return (
    <div className="projects">
      <Card label={words.reading}>
        <SkeletonRows label={words.reading} rows={8} />
      </Card>
    </div>
  );
}
