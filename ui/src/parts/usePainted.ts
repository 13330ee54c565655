import { useEffect, useState } from "react";

/** True from the first frame on that was drawn since this part is there. */
export function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      // The first call comes before the frame is drawn, the second after it.
      frame = requestAnimationFrame(() => setPainted(true));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return painted;
}
