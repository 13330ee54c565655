import { useQuery } from "@tanstack/react-query";
import { useDoor } from "../../ipc/door";
import { keys } from "../frame/queries";

/** `wanted` is how it should be, `now` what is there: the statements make the second like the first. */
export function useCompare(project: string, wanted: string | null, now: string | null) {
  const door = useDoor();
  return useQuery({
    queryKey: keys.of(project, "compare", wanted, now),
    queryFn: () => door.compare(project, wanted ?? "", now ?? ""),
    enabled: wanted !== null && now !== null,
  });
}
