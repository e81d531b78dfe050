package ruchy.compiler.print;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Declarations as source (L 3).
final class ItemPrinter {
  private final Output out;
  private final ExpressionPrinter expressions;
  private final ControlPrinter controls;
  private final ImportPrinter imports;

  ItemPrinter(Output out, ExpressionPrinter expressions) {
    this.out = out;
    this.expressions = expressions;
    this.controls = new ControlPrinter(out, expressions);
    this.imports = new ImportPrinter(out, expressions);
  }

  void print(Item item) {
    switch (item) {
      case Item.Function function -> function(function, "fun");
      case Item.Struct struct -> struct(struct);
      case Item.Class type -> type(type);
      case Item.Enum type -> enumeration(type);
      case Item.Trait trait -> trait(trait);
      case Item.Impl impl -> impl(impl);
      case Item.Actor actor -> actor(actor);
      case Item.Module module -> {
        modifiers(module.modifiers());
        out.add("mod ").add(module.name().text());
        if (module.body() == null) {
          out.add(";");
        } else {
          out.add(" {");
          out.indent();
          expressions.statements(module.body());
          close();
        }
      }
      case Item.TypeAlias alias -> {
        modifiers(alias.modifiers());
        out.add("type ").add(alias.name().text());
        expressions.types().generics(alias.generics());
        out.add(" = ");
        expressions.types().print(alias.target());
      }
      case Item.Constant constant -> constant(constant);
      case Item.Static global -> {
        modifiers(global.modifiers());
        out.add("static ");
        variable(global.name(), global.type(), global.value());
      }
      case Item.Import imported -> {
        modifiers(imported.modifiers());
        imports.print(imported.entries());
      }
      case Item.Export export -> imports.print(export);
    }
  }

  private void modifiers(Item.Modifiers modifiers) {
    for (String line : modifiers.documentation()) {
      out.add(line.isEmpty() ? "///" : "/// " + line);
      out.line();
    }
    for (Item.Attribute attribute : modifiers.attributes()) {
      String arguments = attribute.arguments() == null ? "" : "(" + attribute.arguments() + ")";
      out.add("#[" + attribute.name().text() + arguments + "] ");
    }
    out.add(modifiers.visible() ? "pub " : "");
  }

  private void variable(Identifier name, @Nullable TypeName type, @Nullable Expression value) {
    out.add(name.text());
    if (type != null) {
      out.add(": ");
      expressions.types().print(type);
    }
    if (value != null) {
      out.add(" = ");
      expressions.print(value);
    }
  }

  private void constant(Item.Constant constant) {
    modifiers(constant.modifiers());
    out.add("const ");
    variable(constant.name(), constant.type(), constant.value());
  }

  private void close() {
    out.outdent();
    out.line();
    out.add("}");
  }

  /// A function after `fun`; a constructor, operator or handler without it.
  private void function(Item.Function function, String word) {
    modifiers(function.modifiers());
    boolean isConstructor = false;
    String introduction = word;
    for (Item.FunctionFlag flag : function.flags()) {
      switch (flag) {
        case ASYNC -> out.add("async ");
        case CONST -> out.add("const ");
        case UNSAFE -> out.add("unsafe ");
        case FINAL -> out.add("final ");
        case ABSTRACT -> out.add("abstract ");
        case STATIC -> out.add("static ");
        case OVERRIDE -> out.add("override ");
        case PRIVATE -> out.add("private ");
        case PROTECTED -> out.add("protected ");
        case CONSTRUCTOR -> isConstructor = true;
        case OPERATOR -> introduction = "operator";
      }
    }
    String name = function.name() == null ? "" : function.name().text();
    if (isConstructor) {
      introduction = name.equals("new") || name.equals("init") ? "" : "new";
    }
    out.add(introduction).add(introduction.isEmpty() || name.isEmpty() ? "" : " ").add(name);
    expressions.types().generics(function.generics());
    out.add("(");
    controls.parameters(function.parameters(), false);
    out.add(")");
    if (function.result() != null) {
      out.add(" -> ");
      expressions.types().print(function.result());
    }
    for (Expression contract : function.contracts()) {
      out.add(" requires ");
      expressions.print(contract);
    }
    body(function.body(), word.equals("receive") ? " => " : " = ");
  }

  private void body(@Nullable Expression body, String introduction) {
    if (body == null) {
      return;
    }
    boolean isBraced =
        body instanceof Expression.Block
            || (body instanceof Expression.MapLiteral map && !map.entries().isEmpty());
    out.add(isBraced ? " " : introduction);
    if (isBraced) {
      expressions.body(body);
    } else {
      expressions.print(body);
    }
  }

  private void methods(List<Item.Function> methods, String word) {
    for (Item.Function method : methods) {
      out.line();
      function(method, word);
      out.add(";");
    }
  }

  private void fields(List<Item.Field> fields) {
    for (Item.Field field : fields) {
      out.line();
      modifiers(field.modifiers());
      out.add(field.isStatic() ? "static " : "");
      variable(field.name(), field.type(), field.initial());
      out.add(",");
    }
  }

  private void constants(List<Item.Constant> constants) {
    for (Item.Constant constant : constants) {
      out.line();
      constant(constant);
      out.add(";");
    }
  }

  private void struct(Item.Struct struct) {
    modifiers(struct.modifiers());
    out.add("struct ").add(struct.name().text());
    expressions.types().generics(struct.generics());
    switch (struct.shape()) {
      case UNIT -> out.add(";");
      case TUPLE -> positional(struct.fields());
      case RECORD -> {
        out.add(" {");
        out.indent();
        fields(struct.fields());
        methods(struct.methods(), "fun");
        close();
      }
    }
  }

  private void positional(List<Item.Field> fields) {
    out.add("(");
    String comma = "";
    for (Item.Field field : fields) {
      out.add(comma);
      modifiers(field.modifiers());
      if (field.type() != null) {
        expressions.types().print(field.type());
      }
      comma = ", ";
    }
    out.add(")");
  }

  private void type(Item.Class type) {
    modifiers(type.modifiers());
    for (Item.FunctionFlag flag : type.flags()) {
      out.add(flag == Item.FunctionFlag.ABSTRACT ? "abstract " : "final ");
    }
    out.add("class ").add(type.name().text());
    expressions.types().generics(type.generics());
    expressions.types().parents(type.parents());
    out.add(" {");
    out.indent();
    constants(type.constants());
    fields(type.fields());
    for (Item.Property property : type.properties()) {
      property(property);
    }
    methods(type.methods(), "fun");
    close();
  }

  private void property(Item.Property property) {
    out.line();
    out.add("property ").add(property.name().text()).add(": ");
    expressions.types().print(property.type());
    out.add(" {");
    if (property.get() != null) {
      out.add(" get => ");
      expressions.body(property.get());
      out.add(",");
    }
    if (property.set() != null && property.setParameter() != null) {
      out.add(" set(").add(property.setParameter().text()).add(") => ");
      expressions.body(property.set());
      out.add(",");
    }
    out.add(" }");
  }

  private void enumeration(Item.Enum type) {
    modifiers(type.modifiers());
    out.add("enum ").add(type.name().text());
    expressions.types().generics(type.generics());
    out.add(" {");
    out.indent();
    for (Item.Variant variant : type.variants()) {
      out.line();
      out.add(variant.name().text());
      switch (variant.shape()) {
        case UNIT -> {}
        case TUPLE -> positional(variant.fields());
        case RECORD -> {
          out.add(" {");
          out.indent();
          fields(variant.fields());
          close();
        }
      }
      out.add(variant.discriminant() == null ? "" : " = " + variant.discriminant()).add(",");
    }
    close();
  }

  private void trait(Item.Trait trait) {
    modifiers(trait.modifiers());
    out.add("trait ").add(trait.name().text());
    expressions.types().generics(trait.generics());
    expressions.types().parents(trait.parents());
    members(trait.types(), trait.constants(), trait.methods());
  }

  private void impl(Item.Impl impl) {
    out.add("impl");
    expressions.types().generics(impl.generics());
    out.add(" ");
    if (impl.trait() != null) {
      expressions.types().print(impl.trait());
      out.add(" for ");
    }
    expressions.types().print(impl.target());
    members(impl.types(), impl.constants(), impl.methods());
  }

  /// Of associated types the tree has the names.
  private void members(
      List<Identifier> types, List<Item.Constant> constants, List<Item.Function> methods) {
    out.add(" {");
    out.indent();
    for (Identifier type : types) {
      out.line();
      out.add("type ").add(type.text()).add(";");
    }
    constants(constants);
    methods(methods, "fun");
    close();
  }

  private void actor(Item.Actor actor) {
    modifiers(actor.modifiers());
    out.add("actor ").add(actor.name().text()).add(" {");
    out.indent();
    fields(actor.fields());
    methods(actor.handlers(), "receive");
    methods(actor.methods(), "fun");
    close();
  }
}
