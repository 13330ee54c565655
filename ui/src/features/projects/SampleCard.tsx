import { Play, Rocket } from "lucide-react";
import { Button } from "../../parts/Button";
import { Card } from "../../parts/Card";
import { Icon } from "../../parts/Icon";
import { useStartMigration } from "./useStart";
import { projectsWords as words } from "./words";

/** A project to practise on. */
export function SampleCard() {
  const start = useStartMigration();
  return (
    <Card padded label={words.safe.title} className="sample">
      <div className="row">
        <Icon of={Rocket} size="l" />
        <h2 className="sample-title">{words.safe.title}</h2>
      </div>
      <p className="sm t2">{words.safe.text}</p>
      <Button icon={Play} onPress={() => void start.sample()}>
        {words.safe.open}
      </Button>
    </Card>
  );
}
