// Programs that go on printing, for tiles that move. They start no process for it: what those cost would be measured as ours.

/** A pause within bash itself: a read of a pipe that never has anything. */
const paced = (seconds, before, step) => [
  'bash',
  '-c',
  `exec 3<> <(:); ${before} while :; do i=$((i+1)); ${step}; read -rt ${seconds} -u 3; done`,
];

/** Ten lines a second. */
export const TEN_LINES = paced(0.1, '', 'echo "line $i of some output that is as long as most are"');

const ROWS = 20;
/** Frames that differ in each row, made beforehand: each is one write, as programs that fill the screen do it. */
const FRAMES = 10;

/** All of the screen, thirty times a second. */
export const REPAINTS = paced(
  0.033,
  `for f in {1..${FRAMES}}; do s=; for n in {1..${ROWS}}; do s+="row $n at $f and more $((f*n*37))"$'\\e[K\\r\\n'; done; frames+=("$s"); done;`,
  `printf '\\e[H%s' "\${frames[i%${FRAMES}]}"`,
);
