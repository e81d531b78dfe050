package ruchy.runtime.library;

import java.util.List;
import java.util.Set;

/// One overload of one name of the library, as it is declared by a Java method or field.
///
/// @param kind how it is reached
/// @param owner the kind of receiver for methods of built-in kinds (`string`), the type
///   (`http::Request`, `String`), the module (`http`), or `""` for globals
/// @param name the Ruchy name; aliases have a function of their own
/// @param mainName the first of the names, under which the manual describes it
/// @param javaOwner internal name of the class, `ruchy/runtime/member/StringMembers`
/// @param javaName name of the method or field
/// @param descriptor descriptor of the method or field
/// @param isStatic whether the Java member is static; a static METHOD has the receiver as its first
///   Java parameter
/// @param parameterNames in Ruchy's order, without the receiver
/// @param parameterTypes in the grammar of `@Type`, without the receiver; for a rest parameter the
///   type of one element
/// @param readParameters the positions (from 0, without the receiver) that are `@Reads`; -1 stands
///   for the receiver
/// @param takesRest whether the last parameter takes all further arguments
/// @param resultType in the grammar of `@Type`
/// @param waits whether a call is a blocking point (L 12.4)
/// @param mutates whether the call changes its receiver
/// @param flows what is known of where values go; what is not in it is not known
/// @param room the package below `ruchy.runtime` that implements it, `http`
public record LibraryFunction(
    Kind kind,
    String owner,
    String name,
    String mainName,
    String javaOwner,
    String javaName,
    String descriptor,
    boolean isStatic,
    List<String> parameterNames,
    List<String> parameterTypes,
    List<Integer> readParameters,
    boolean takesRest,
    String resultType,
    boolean waits,
    boolean mutates,
    Set<Flow> flows,
    String room) {

  /// How a name of the library is reached.
  public enum Kind {
    /// `println(x)`
    GLOBAL,
    /// `http::get(url)`
    MODULE,
    /// `String::from(x)`
    ASSOCIATED,
    /// `receiver.name(args)`
    METHOD,
    /// `receiver.name`
    READ,
    /// `receiver.name = value`
    WRITE,
    /// `math::PI`, `f64::MAX`
    CONSTANT,
    /// No function but a type whose objects programs hold; its name is empty and `javaOwner` is its
    /// class.
    TYPE
  }

  /// The name in messages: that of a module or type stands before its functions, `http::get`,
  /// `http::Server::new`.
  public String shownName() {
    String shown = shown(name);
    return kind == Kind.MODULE || kind == Kind.ASSOCIATED ? owner + "::" + shown : shown;
  }

  /// Whether only the compiler makes calls of that name, as `@Export` tells.
  public static boolean isOfCompiler(String name) {
    return name.indexOf('#') >= 0;
  }

  /// What messages say for that name: what a program has written.
  public static String shown(String name) {
    int mark = name.indexOf('#');
    return mark < 0 ? name : name.substring(0, mark);
  }

  /// The number of parameters, the one for the rest included.
  public int parameterCount() {
    return parameterTypes.size();
  }
}
