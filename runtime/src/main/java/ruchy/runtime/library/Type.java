package ruchy.runtime.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A type in Ruchy's words, where the Java type says too little: the result of the method, or a
/// parameter. Grammar: `any nil never integer float number boolean string byte bytes atom list<T>
/// map<K, V> set<T> tuple<A, B> range function option<T> result<T, E> datetime duration error`,
/// library types (`http::Request`), `T?` (or nil), `A | B`, `(A, B) -> R`, and the variables `T K V
/// U`: `T` is the element of the receiver list, set, range or option, `K` and `V` those of the
/// receiver map, `U` the result of a call-back; where there is no such receiver, they are those of
/// the new collection. `number<T>` is an integer when all T are, `self` the type of the receiver.
///
/// A call-back's parameters are what the library offers (L 7.4): `(http::Request, http::Response)`.
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.PARAMETER})
public @interface Type {
  String value();
}
