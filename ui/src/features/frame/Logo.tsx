import mark from "../../../../icons/drydock-small.svg";

/** The program's own mark, the file its icons are drawn from. The name stands beside it. */
export function Logo() {
  return <img className="logo-mark" src={mark} width={22} height={22} alt="" />;
}
