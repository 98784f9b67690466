// Buttons of one size and several meanings. A press is answered within a frame by :active; what it does may take longer.

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  /** main: the one thing to do here · go: 签到 green · leave: 签退 blue · warn: takes something back. */
  readonly kind?: "main" | "go" | "leave" | "warn" | "plain";
  readonly icon?: IconName;
  readonly wide?: boolean;
  /** The only thing to do on its screen. */
  readonly big?: boolean;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly label?: string;
  /** Enter in a field of its form presses it too. */
  readonly submit?: boolean;
}

export function Button({ children, onPress, kind = "plain", icon, wide, big, disabled, pressed, label, submit }: ButtonProps) {
  return (
    <button
      type={submit === true ? "submit" : "button"}
      class={`button ${kind}${wide === true ? " wide" : ""}${big === true ? " big" : ""}`}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        onPress();
      }}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
