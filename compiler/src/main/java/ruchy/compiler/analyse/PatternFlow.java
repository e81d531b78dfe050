package ruchy.compiler.analyse;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;

/// Where the parts of a value go that a pattern takes apart (L 10.3). To take it apart is to look
/// at it.
final class PatternFlow {
  private final Regions regions;
  private final Events events;
  private final Version version;
  private final Node node;

  PatternFlow(Regions regions, Events events, Version version, Node node) {
    this.regions = regions;
    this.events = events;
    this.version = version;
    this.node = node;
  }

  void match(Matcher matcher, @Nullable Region value) {
    if (value == null) {
      return;
    }
    switch (matcher) {
      case Matcher.Anything _, Matcher.Text _, Matcher.OfNone _ -> {}
      case Matcher.IntegerRange _, Matcher.CharacterRange _, Matcher.Cell _ -> {}
      // The call that follows looks into the value.
      case Matcher.Answering _ -> {}
      case Matcher.Bind bind -> bind(bind.variable(), value);
      case Matcher.Alias alias -> {
        bind(alias.variable(), value);
        match(alias.matcher(), value);
      }
      case Matcher.Equal _ -> events.useDeeply(value, version, node);
      case Matcher.OfVariant variant -> {
        events.use(value, version, node);
        var payload = variant.variant().payload();
        for (int i = 0; i < variant.payload().size() && i < payload.size(); i++) {
          match(variant.payload().get(i), value.field(payload.get(i).name()));
        }
      }
      case Matcher.OfSome some -> {
        // `Some(p)` matches every value but nil (L 9.5).
        match(some.payload(), value.payload());
        match(some.payload(), value);
      }
      case Matcher.OfResult result -> match(result.payload(), value.payload());
      case Matcher.Tuple tuple -> {
        events.use(value, version, node);
        for (int i = 0; i < tuple.elements().size(); i++) {
          match(tuple.elements().get(i), value.field(Integer.toString(i)));
          if (tuple.lists()) {
            match(tuple.elements().get(i), value.elements());
          }
        }
      }
      case Matcher.ListOf list -> list(list, value);
      case Matcher.Fields fields -> {
        events.use(value, version, node);
        for (Matcher.Field field : fields.fields()) {
          match(field.matcher(), value.field(field.name()));
          otherwise(field.matcher(), field.fallback());
        }
      }
      case Matcher.Alternatives alternatives ->
          alternatives.alternatives().forEach(one -> match(one, value));
    }
  }

  private void list(Matcher.ListOf list, Region value) {
    events.use(value, version, node);
    for (List<Matcher.Element> part : List.of(list.first(), list.last())) {
      for (Matcher.Element element : part) {
        match(element.matcher(), value.elements());
        otherwise(element.matcher(), element.fallback());
      }
    }
    Variable rest = list.rest();
    if (rest != null) {
      regions.unify(regions.elements(regions.place(version, rest).value), value.elements());
    }
  }

  /// What is taken for a part that is missing.
  private void otherwise(Matcher matcher, @Nullable Node fallback) {
    if (fallback != null) {
      match(matcher, regions.of(version, fallback));
    }
  }

  private void bind(Variable variable, Region value) {
    regions.unify(regions.place(version, variable).value, value);
  }
}
