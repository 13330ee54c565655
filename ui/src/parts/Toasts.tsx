import { CircleCheck, CircleX, Info, TriangleAlert, X } from "lucide-react";
import {
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as AriaToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from "react-aria-components";
import { create } from "zustand";
import { Button, IconButton } from "./Button";
import { Icon } from "./Icon";
import { partWords } from "./words";
import "./toasts.css";

export interface Notice {
  tone: "good" | "warn" | "bad" | "info";
  title: string;
  text?: string;
  action?: { label: string; onAction: () => void };
}

export interface PastNotice extends Notice {
  id: number;
  at: number;
  seen: boolean;
}

interface NoticeHistory {
  past: readonly PastNotice[];
  seeAll: () => void;
}

/** What was said in this window, newest first, for the list under the bell. */
export const useNotices = create<NoticeHistory>((set) => ({
  past: [],
  seeAll: () => set((now) => ({ past: now.past.map((notice) => ({ ...notice, seen: true })) })),
}));

const queue = new ToastQueue<Notice>({ maxVisibleToasts: 3 });
const kept = 50;
let last = 0;

/** Says something in the corner for six seconds. What went wrong stays until it is dismissed. */
export function notify(notice: Notice): void {
  queue.add(notice, notice.tone === "bad" ? {} : { timeout: 6000 });
  last += 1;
  const entry: PastNotice = { ...notice, id: last, at: Date.now(), seen: false };
  useNotices.setState((now) => ({ past: [entry, ...now.past].slice(0, kept) }));
}

/** As if nothing had been said in this window yet. */
export function forgetNotices(): void {
  queue.clear();
  useNotices.setState({ past: [] });
}

const signs = { good: CircleCheck, warn: TriangleAlert, bad: CircleX, info: Info } as const;

export function NoticeSign({ tone }: { tone: Notice["tone"] }) {
  return (
    <span className={tone}>
      <Icon of={signs[tone]} />
    </span>
  );
}

/** Where toasts appear. One in the whole window; F6 reaches it. */
export function Toasts() {
  return (
    <AriaToastRegion queue={queue} className="toasts" aria-label={partWords.notifications}>
      {({ toast }) => (
        <AriaToast toast={toast} className="toast">
          <NoticeSign tone={toast.content.tone} />
          <AriaToastContent className="grow">
            <Text slot="title" className="toast-title">
              {toast.content.title}
            </Text>
            {toast.content.text !== undefined && (
              <Text slot="description" className="toast-text">
                {toast.content.text}
              </Text>
            )}
          </AriaToastContent>
          {toast.content.action && (
            <Button
              variant="link"
              size="s"
              onPress={() => {
                toast.content.action?.onAction();
                queue.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <IconButton slot="close" icon={X} size="s" label={partWords.dismiss} />
        </AriaToast>
      )}
    </AriaToastRegion>
  );
}
