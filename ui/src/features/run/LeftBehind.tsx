import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useDoor } from "../../ipc/door";
import { Button } from "../../parts/Button";
import { Card } from "../../parts/Card";
import { SkeletonRows } from "../../parts/Skeleton";
import { LeftSamples } from "../rehearsal/LeftSamples";
import { Trouble } from "../work/Trouble";
import { runWords as words } from "./words";

const pageSize = 100;

/** Every row that was left behind, a page at a time, and where all of them lie. */
export function LeftBehind({ run, folder }: { run: string; folder: string | null }) {
  const door = useDoor();
  const [offset, setOffset] = useState(0);
  const page = useQuery({
    queryKey: ["left", run, offset],
    queryFn: () => door.leftBehind(run, offset, pageSize),
    placeholderData: keepPreviousData,
  });
  const total = page.data?.total ?? 0;
  const last = Math.min(offset + pageSize, total);
  return (
    <Card
      title={words.leftTitle}
      note={total > 0 && words.leftPage(offset + 1, last, total)}
      actions={
        total > pageSize && (
          <>
            <Button
              size="s"
              isDisabled={offset === 0}
              onPress={() => setOffset(Math.max(0, offset - pageSize))}
            >
              {words.newer}
            </Button>
            <Button size="s" isDisabled={last >= total} onPress={() => setOffset(offset + pageSize)}>
              {words.older}
            </Button>
          </>
        )
      }
    >
      {page.isError ? (
        <Trouble problem={page.error} />
      ) : page.data === undefined ? (
        <SkeletonRows label={words.leftLoading} rows={4} />
      ) : (
        <LeftSamples label={words.leftTitle} rows={page.data.rows} withSource />
      )}
      {folder !== null && (
        <p className="inset-row sm t2 selectable left-folder">{words.leftFolder(folder)}</p>
      )}
    </Card>
  );
}
