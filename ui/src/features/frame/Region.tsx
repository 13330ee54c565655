import { useRef, type ReactNode } from "react";
import { useLandmark, type AriaLandmarkRole } from "react-aria";

const elements = {
  banner: "header",
  navigation: "nav",
  main: "main",
  complementary: "aside",
  contentinfo: "footer",
} as const;

/** A part of the window that F6 goes to. */
export function Region({
  role,
  label,
  className,
  id,
  children,
}: {
  role: AriaLandmarkRole & keyof typeof elements;
  label: string;
  className: string;
  id?: string;
  children: ReactNode;
}) {
  const ref = useRef<HTMLElement>(null);
  // Its own way of taking the focus waits for a render and misses some turns; the element always can.
  const { landmarkProps } = useLandmark(
    { role, "aria-label": label, focus: () => ref.current?.focus() },
    ref,
  );
  const Element = elements[role];
  return (
    <Element {...landmarkProps} ref={ref} id={id} className={className} tabIndex={-1}>
      {children}
    </Element>
  );
}
