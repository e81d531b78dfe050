/// Points in time, lengths of time and clocks (L 16, 17.8, 18.3). Date-times are always in UTC and
/// keep milliseconds. Texts are read and written by hand: JSON and logs are full of them, and the
/// formatters of the JDK cost a program much at its start. Everything runs on the thread that
/// calls. It knows no files and no network.
@NullMarked
package ruchy.runtime.time;

import org.jspecify.annotations.NullMarked;
