/// Messages over a stream: frames with their length before them, or a delimiter behind them, as
/// text, bytes or JSON. Apart from `net`, because JSON needs a library that most programs with
/// sockets do not.
@NullMarked
package ruchy.runtime.frame;

import org.jspecify.annotations.NullMarked;
