import { Download } from "lucide-react";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { useStart, useStartMigration } from "./useStart";
import { projectsWords as words } from "./words";

/** Says that folders and files may be dropped; the button beside it does the same without a drag. */
export function DropArea() {
  const start = useStartMigration();
  const looking = useStart((state) => state.looking);
  return (
    <div className="drop">
      <Icon of={Download} size="l" />
      <div className="grow">
        <b className="t1">{words.drop.title}</b>
        <p className="sm">{words.drop.text}</p>
      </div>
      <Button onPress={() => void start.fromFolder()} isPending={looking}>
        {words.drop.choose}
      </Button>
    </div>
  );
}
