/// Warnings about what is legal and most likely not meant: matches that miss a variant, code that
/// is never reached, values that nobody reads. Calm: what people write on purpose all the time
/// stays silent, and so does everything that is not certain. It changes nothing and must not know
/// how things were written (`tree`) nor how they will run (`emit`).
@NullMarked
package ruchy.compiler.lint;

import org.jspecify.annotations.NullMarked;
