// A question over the screen: keeps the focus inside, closes with Esc or a tap beside it, and gives the focus back. Made of
// plain elements: <dialog> is younger than the browsers we serve.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const focusable = "a[href],button:not([disabled]),input,textarea,select";

export function Sheet({
  title,
  children,
  onClose,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  // Before anything can be typed: a focus taken a moment later would take it out of the field.
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") close.current();
      if (event.key !== "Tab" || box.current === null) return;
      const stops = Array.from(box.current.querySelectorAll<HTMLElement>(focusable));
      const first = stops[0];
      const last = stops[stops.length - 1];
      if (first === undefined || last === undefined) return;
      const at = document.activeElement;
      const leaves = event.shiftKey ? at === first || at === box.current : at === last;
      if (!leaves && box.current.contains(at)) return;
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <div class="shade">
      <button type="button" class="shade-close" tabIndex={-1} aria-hidden="true" onClick={onClose} />

      <div class="sheet" role="dialog" aria-modal="true" aria-label={title} tabIndex={-1} ref={box}>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
}
