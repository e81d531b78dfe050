package ruchy.runtime.http;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// An error that is raised in the program and caused by the client: what it sent cannot be read.
///
/// @param status what the client gets when nothing in the program takes the error
/// @param error the raised error object
/// @param isOfCoding whether another coding of the body would do (RFC 9110, section 15.5.16)
record ClientFault(int status, @Nullable Object error, boolean isOfCoding) {
  boolean isCauseOf(Failure failure) {
    return failure.value() == error;
  }
}
