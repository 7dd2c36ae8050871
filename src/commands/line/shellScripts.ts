// The scripts that teach bash, zsh and fish to complete podwatch: they hand over what was typed and offer what comes back.

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function isShell(name: string): name is Shell {
  return SHELLS.some((shell) => shell === name);
}

/** What stands after `--` is completed by bash-completion where it is loaded, else as a command and files. */
const BASH = String.raw`# podwatch: completion for bash. In ~/.bashrc: source <(podwatch completion bash)
_podwatch() {
  local answer hint at current=$2
  COMPREPLY=()
  answer=$(podwatch __complete bash "\${COMP_LINE:0:COMP_POINT}" "$current" 2>/dev/null) || return
  hint=\${answer##*$'\t'}
  case $hint in
    directories)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      ;;
    'command '*)
      for ((at = 1; at < COMP_CWORD; at++)); do [ "\${COMP_WORDS[at]}" = -- ] && break; done
      if declare -F _command_offset >/dev/null; then
        _command_offset $((at + 1))
      elif [ "$COMP_CWORD" -eq $((at + 1)) ]; then
        mapfile -t COMPREPLY < <(compgen -c -- "$current")
      else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      fi
      ;;
    *)
      answer=\${answer%$'\t'*}
      [ -n "$answer" ] && mapfile -t COMPREPLY <<<"\${answer%$'\n'}"
      ;;
  esac
}
complete -F _podwatch podwatch`.replaceAll('\\$', '$');

const ZSH = String.raw`#compdef podwatch
# podwatch: completion for zsh. In ~/.zshrc, after compinit: source <(podwatch completion zsh)
_podwatch() {
  local line hint
  local -a given answer offered shown
  given=("\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}")
  answer=("\${(@f)$(podwatch __complete words "$given[@]" 2>/dev/null)}")
  (( $#answer )) || return 1
  hint=\${answer[-1]#$'\t'}
  case $hint in
    directories)
      [[ $PREFIX == --*=* ]] && compset -P '*='
      _files -/
      return
      ;;
    command\ *)
      shift \${hint#command } words
      (( CURRENT -= \${hint#command } ))
      _normal
      return
      ;;
  esac
  for line in "\${(@)answer[1,-2]}"; do
    offered+=("\${line%%$'\t'*}")
    shown+=("\${line%%$'\t'*}\${\${line#*$'\t'}:+  -- \${line#*$'\t'}}")
  done
  (( $#offered )) || return 1
  compadd -l -d shown -a offered
}
if [ "\${funcstack[1]}" = _podwatch ]; then _podwatch "$@"; else compdef _podwatch podwatch; fi`.replaceAll('\\$', '$');

const FISH = String.raw`# podwatch: completion for fish. In ~/.config/fish/config.fish: podwatch completion fish | source
function __podwatch_complete
    set -l given (commandline -opc)[2..-1]
    set -l current (commandline -ct | string unescape)
    set -l answer (podwatch __complete words $given "$current" 2>/dev/null)
    set -l hint (string split \t -- $answer[-1])[2]
    switch "$hint"
        case directories
            if string match -q -- '--*=*' "$current"
                set -l option (string replace -r '=.*' '=' -- $current)
                string replace -r '^' -- $option (__fish_complete_directories (string replace -r '^[^=]*=' '' -- $current))
            else
                __fish_complete_directories "$current"
            end
        case 'command *'
            set -l from (math (string replace 'command ' '' -- $hint) + 1)
            set -l words (commandline -opc)
            set -l line (commandline -ct)
            test $from -le (count $words); and set line (string join ' ' -- (string escape -- $words[$from..-1])) $line
            complete -C "$line"
        case '*'
            printf '%s\n' $answer[1..-2]
    end
end
complete -c podwatch -f -a '(__podwatch_complete)'`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

export function shellScript(shell: Shell): string {
  return SCRIPTS[shell];
}
