package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.OPTION;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// Values of user types are made: struct and class instances, variants, and the predeclared
/// variants.
final class InstanceEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final Body body;
  private final MethodCode code;

  InstanceEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type makeOption(Node.MakeOption option) {
    Node payload = option.payload();
    if (payload != null) {
      body.boxed(payload);
    } else if (option.form() != Node.OptionForm.NONE) {
      code.nil();
    }
    String variant = "L" + RuntimeNames.VARIANT + ";";
    switch (option.form()) {
      case NONE ->
          code.getStatic(
              RuntimeNames.OPTIONS, "NONE", Representation.reference(RuntimeNames.VARIANT));
      case SOME -> code.invokeStatic(RuntimeNames.OPTIONS, "some", "(" + OBJECT + ")" + variant);
      case OK -> code.invokeStatic(RuntimeNames.OPTIONS, "ok", "(" + OBJECT + ")" + variant);
      case ERR -> code.invokeStatic(RuntimeNames.OPTIONS, "err", "(" + OBJECT + ")" + variant);
    }
    return OPTION;
  }

  Type makeVariant(Node.MakeVariant make) {
    UserType.Variant variant = make.variant();
    Representation enumType = Representation.reference(RuntimeNames.ENUM_TYPE);
    String owner = body.names().userType(variant.owner());
    if (make.payload().isEmpty()) {
      code.getStatic(owner, UserTypeEmitter.TYPE, enumType);
      code.constant(variant.ordinal());
      code.invokeVirtual(RuntimeNames.ENUM_TYPE, "unit", "(I)L" + RuntimeNames.VARIANT + ";");
      return new Type.InstanceType(variant.owner());
    }
    new LiteralEmitter(body).array(make.payload());
    int slot = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, slot);
    code.getStatic(owner, UserTypeEmitter.TYPE, enumType);
    code.constant(variant.ordinal());
    code.load(Representation.OBJECT, slot);
    code.cast("[" + OBJECT);
    code.invokeStatic(
        RuntimeNames.MATCHING,
        "variant",
        "(L" + RuntimeNames.ENUM_TYPE + ";I[" + OBJECT + ")L" + RuntimeNames.VARIANT + ";");
    return new Type.InstanceType(variant.owner());
  }

  /// Fields in order; those without value take their default, or come from the base.
  Type make(Node.MakeInstance make) {
    UserType type = make.type();
    String owner = body.names().userType(type);
    Representation own = Representation.reference(owner);
    int slot = code.newLocal(own);
    int base = -1;
    int[] slots = new int[make.fields().size()];
    for (int i = 0; i < slots.length; i++) {
      Node value = make.fields().get(i);
      if (value != null) {
        Type wanted = body.types().typeOf(type, type.fields().get(i).name());
        body.valueAs(value, wanted);
        slots[i] = code.newLocal(body.representation(wanted));
        code.store(body.representation(wanted), slots[i]);
      }
    }
    Node source = make.base();
    if (source != null) {
      body.boxed(source);
      if (!type.isExtended()) {
        code.cast(owner);
      }
      base = code.newLocal(own);
      code.store(own, base);
    }
    code.create(owner);
    code.store(own, slot);
    for (int i = 0; i < slots.length; i++) {
      UserType.Field field = type.fields().get(i);
      Type wanted = body.types().typeOf(type, field.name());
      Storage storage = Storage.ofField(type, field, body.names(), body.preparation());
      code.load(own, slot);
      if (make.fields().get(i) != null) {
        code.load(body.representation(wanted), slots[i]);
      } else if (base >= 0 && type.isExtended()) {
        // An instance of a class below has its fields in places of its own.
        code.load(Representation.OBJECT, base);
        code.constant(field.name());
        code.invokeStatic(
            RuntimeNames.MATCHING, "fieldOrNil", "(" + OBJECT + "Ljava/lang/String;)" + OBJECT);
        body.coerce(Type.Basic.ANY, wanted);
      } else if (base >= 0) {
        code.load(own, base);
        storage.getField(code, owner, Names.field(field.name(), i));
      } else {
        initial(field, wanted);
      }
      storage.putField(code, owner, Names.field(field.name(), i));
    }
    code.load(own, slot);
    return new Type.InstanceType(type);
  }

  /// Leaves the default of a field as a value of the field's type.
  private void initial(UserType.Field field, Type wanted) {
    Function initial = field.initial();
    Version version = initial == null ? null : body.types().onlyVersion(initial);
    if (version == null) {
      code.nil();
      body.coerce(Type.Basic.NIL, wanted);
      return;
    }
    Type result = body.calls().invoke(version, field.span());
    body.coerce(result, wanted);
  }

  Type construct(Node.Construct construct) {
    UserType type = construct.type();
    if (!(body.version().targetOf(construct) instanceof Target.OfVersion(Version reached))) {
      return body.calls().evaluateOnly(construct.arguments());
    }
    List<Node> nodes = new ArrayList<>();
    List<Type> wanted = new ArrayList<>();
    for (int i = 0; i < construct.arguments().size(); i++) {
      Node argument = construct.arguments().get(i);
      if (argument != null && reached.hasArgument(i + 1)) {
        nodes.add(argument);
        Function.Parameter parameter = reached.function().parameters().get(i + 1);
        wanted.add(reached.typeOf(parameter.variable()));
      }
    }
    body.values(nodes, wanted);
    int[] slots = new int[nodes.size()];
    for (int i = slots.length - 1; i >= 0; i--) {
      Representation representation = body.representation(wanted.get(i));
      slots[i] = code.newLocal(representation);
      code.store(representation, slots[i]);
    }
    String owner = body.names().userType(type);
    Representation own = Representation.reference(owner);
    int self = code.newLocal(own);
    code.create(owner);
    code.store(own, self);
    for (int i = 0; i < type.fields().size(); i++) {
      UserType.Field field = type.fields().get(i);
      if (field.initial() != null) {
        Type fieldType = body.types().typeOf(type, field.name());
        code.load(own, self);
        initial(field, fieldType);
        Storage.ofField(type, field, body.names(), body.preparation())
            .putField(code, owner, Names.field(field.name(), i));
      }
    }
    code.load(own, self);
    for (int i = 0; i < slots.length; i++) {
      code.load(body.representation(wanted.get(i)), slots[i]);
    }
    Type result = body.calls().invoke(reached, construct.span());
    if (result != Type.Basic.NEVER) {
      code.pop(body.representation(result));
    }
    code.load(own, self);
    return new Type.InstanceType(type);
  }
}
