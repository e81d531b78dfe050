package ruchy.runtime.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Passage;
import ruchy.runtime.http.Takeover;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.message.Fields;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.LibraryObject;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// A handler that passes each request on to one of several servers, which may come and go while
/// requests are on their way. Its lock is held for a choice or a note only.
@LibraryType("http::LoadBalancer")
public final class LoadBalancer extends Takeover implements LibraryObject, Backends {
  private final Settings settings = new Settings();
  private final LongAdder retried = new LongAdder();
  private Policy policy = new Policy.RoundRobin();
  private @Nullable String sticky;
  private @Nullable HealthChecks checks;
  private int mostFailures = 3;
  private long ejectMillis = 10_000;
  private int retries = 2;

  /// Guarded by the lock.
  private RetryBudget budget = new RetryBudget(0.2, System.nanoTime());

  /// Replaced as a whole under the lock.
  private volatile List<Member> members = List.of();

  private Ring ring = new Ring(List.of());

  private LoadBalancer() {}

  /// A load balancer. Each backend is an address or a map `{url, weight}`.
  ///
  /// ```ruchy
  /// server.get("/*", |req, res| { res.text("hello") })
  /// server.listen()
  /// let balancer = http::LoadBalancer::new([f"http://127.0.0.1:{server.port}"])
  /// let front = http::serve(0, balancer.handler())
  /// http::get(f"http://127.0.0.1:{front.port}/").text()   // => "hello"
  /// front.close()
  /// balancer.close()
  /// server.close()
  /// ```
  @Export("new")
  public static LoadBalancer create(@Reads ListValue backends) {
    return create(backends, new HashMapValue());
  }

  /// A load balancer with options: `policy` (`"round_robin"`, `"least_connections"`,
  /// `"random_two"`, `"hash"`), `hash_by` (`"ip"`, `"path"`, `"header:NAME"`, `"cookie:NAME"`),
  /// `sticky` (the name of a cookie), `health` (a path, or a map with `path`, `interval`,
  /// `timeout`, `rise`, `fall`, `status`), `max_failures` (3, 0 never ejects), `eject` (ms,
  /// 10,000), `retries` (2), `retry_budget` (0.2 of the requests), and those of `http::proxy`.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081", {url: "http://127.0.0.1:8082", weight: 2}], {policy: "least_connections"})
  /// balancer.stats().backends.len()   // => 2
  /// balancer.close()
  /// ```
  @Export("new")
  public static LoadBalancer create(@Reads ListValue backends, MapValue options) {
    LoadBalancer balancer = new LoadBalancer();
    HealthChecks.Rules health = balancer.read(options);
    for (int i = 0; i < backends.size(); i++) {
      balancer.join(backends.at(i));
    }
    if (health != null) {
      balancer.checks = new HealthChecks(balancer, health);
      balancer.checks.start();
    }
    return balancer;
  }

  private HealthChecks.@Nullable Rules read(MapValue options) {
    String name = "round_robin";
    String hashBy = "ip";
    HealthChecks.Rules health = null;
    for (Map.Entry<String, @Nullable Object> each : Settings.entries(options)) {
      Object value = each.getValue();
      switch (each.getKey()) {
        case "policy" -> name = Display.print(value);
        case "hash_by" -> hashBy = Display.print(value);
        case "sticky" -> sticky = Truth.truth(value) ? cookieName(Display.print(value)) : null;
        case "health" -> health = Truth.truth(value) ? HealthChecks.Rules.of(value) : null;
        case "max_failures" -> mostFailures = Settings.number("max_failures", value, 0);
        case "eject" -> ejectMillis = Settings.number("eject", value, 1);
        case "retries" -> retries = Settings.number("retries", value, 0);
        case "retry_budget" -> budget = new RetryBudget(share(value), System.nanoTime());
        default -> {
          if (!settings.set(each.getKey(), value)) {
            throw Failure.argumentError("Unknown option of LoadBalancer: '" + each.getKey() + "'");
          }
        }
      }
    }
    policy = Policy.of(name, hashBy);
    return health;
  }

  private static String cookieName(String name) {
    if (!Fields.isToken(name)) {
      throw Failure.argumentError("The option sticky is the name of a cookie, got '" + name + "'");
    }
    return name;
  }

  private static double share(@Nullable Object value) {
    double share =
        switch (value) {
          case Double real -> real;
          case Long whole -> whole;
          case null, default -> -1;
        };
    if (share >= 0 && share <= 1) {
      return share;
    }
    throw Settings.wrong("retry_budget", "a number from 0 to 1", value);
  }

  private void join(@Nullable Object value) {
    Object url = value;
    int weight = 1;
    if (value instanceof MapValue map) {
      url = null;
      for (Map.Entry<String, @Nullable Object> each : Settings.entries(map)) {
        switch (each.getKey()) {
          case "url" -> url = each.getValue();
          case "weight" -> weight = Settings.number("weight", each.getValue(), 1);
          default ->
              throw Failure.argumentError("Unknown option of a backend: '" + each.getKey() + "'");
        }
      }
      if (weight > 1000) {
        throw Failure.argumentError("The option weight is 1 to 1000, got " + weight);
      }
    }
    if (!(url instanceof String address)) {
      throw Settings.wrong("url", "an address", url);
    }
    Member member = new Member(new Backend(Origin.parse(address), settings), weight);
    synchronized (this) {
      if (find(member.backend.toString()) != null) {
        throw Failure.argumentError("There is a backend " + member.backend + " already");
      }
      List<Member> more = new ArrayList<>(members);
      more.add(member);
      replace(more);
    }
    if (checks != null) {
      checks.checkSoon(member);
    }
  }

  private void replace(List<Member> all) {
    members = List.copyOf(all);
    ring = new Ring(members);
  }

  private @Nullable Member find(String url) {
    for (Member each : members) {
      if (each.backend.toString().equals(url)) {
        return each;
      }
    }
    return null;
  }

  private Member known(String url) {
    Member member = find(Origin.parse(url).toString());
    if (member == null) {
      throw Failure.argumentError("There is no backend " + url);
    }
    return member;
  }

  /// The balancer as a function for requests, for `server.all` and the like.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081"])
  /// server.all("*", balancer.handler())
  /// ```
  @Export
  @Type("(http::Request, http::Response) -> any")
  public FunctionValue handler() {
    return this;
  }

  /// Adds a backend: an address or a map `{url, weight}`.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new([])
  /// balancer.add("http://127.0.0.1:8081")
  /// balancer.stats().backends[0].url   // => "http://127.0.0.1:8081"
  /// ```
  @Export
  public LoadBalancer add(@Reads @Nullable Object backend) {
    join(backend);
    return this;
  }

  /// Removes a backend. Requests that are on their way to it end as they would.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081", "http://127.0.0.1:8082"])
  /// balancer.remove("http://127.0.0.1:8081")
  /// balancer.stats().backends.len()   // => 1
  /// ```
  @Export
  public LoadBalancer remove(String url) {
    Member gone;
    synchronized (this) {
      gone = known(url);
      List<Member> left = new ArrayList<>(members);
      left.remove(gone);
      replace(left);
    }
    gone.backend.closeIdle();
    return this;
  }

  /// Sends no new clients to a backend: only those whose cookie names it (`sticky`), and what is on
  /// its way. With false it is used again.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081"])
  /// balancer.drain("http://127.0.0.1:8081")
  /// balancer.stats().backends[0].draining   // => true
  /// balancer.drain("http://127.0.0.1:8081", false)
  /// ```
  @Export
  public synchronized LoadBalancer drain(String url, boolean isDraining) {
    known(url).isDraining = isDraining;
    return this;
  }

  /// Sends no new clients to a backend.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081"])
  /// balancer.drain("http://127.0.0.1:8081")
  /// ```
  @Export
  public LoadBalancer drain(String url) {
    return drain(url, true);
  }

  /// What happens: `retries`, and for each of `backends` its `url`, `weight`, `healthy`, `ejected`,
  /// `draining`, `active` (requests on their way), `requests` and `failures`.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081"])
  /// balancer.stats().backends[0].active   // => 0
  /// ```
  @Export
  @Type("map<string, any>")
  public synchronized MapValue stats() {
    ListValue list = ListValue.of(new Object[0]);
    for (Member member : members) {
      list.add(member.stats());
    }
    MapValue map = new HashMapValue();
    map.put("retries", retried.sum());
    map.put("backends", list);
    return map;
  }

  /// Ends the checks, and closes the connections that no request is on.
  ///
  /// ```ruchy
  /// let balancer = http::LoadBalancer::new(["http://127.0.0.1:8081"], {health: "/health"})
  /// balancer.close()
  /// ```
  @Export
  public void close() {
    if (checks != null) {
      checks.stop();
    }
    members.forEach(member -> member.backend.closeIdle());
  }

  /// All members, as they are now.
  List<Member> members() {
    return members;
  }

  synchronized void checked(
      Member member, boolean isWell, String reason, HealthChecks.Rules rules) {
    member.checked(isWell, reason, rules.rise(), rules.fall());
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public synchronized @Nullable Backend choose(Passage passage, List<Backend> tried) {
    if (tried.isEmpty()) {
      budget.requested(System.nanoTime());
    }
    Member known = tried.isEmpty() ? ofCookie(passage) : null;
    if (known != null && known.isUp() && !known.isEjected()) {
      return known.backend;
    }
    List<Member> fit = new ArrayList<>(members.size());
    for (Member each : members) {
      if (each.isUp() && !each.isDraining && !each.isEjected() && !tried.contains(each.backend)) {
        fit.add(each);
      }
    }
    if (fit.isEmpty()) {
      // Those that have failed lately are better than none.
      for (Member each : members) {
        if (each.isUp() && !each.isDraining && !tried.contains(each.backend)) {
          fit.add(each);
        }
      }
    }
    Member chosen = policy.choose(fit, ring, passage);
    return chosen == null ? null : chosen.backend;
  }

  private @Nullable Member ofCookie(Passage passage) {
    String id = sticky == null ? null : passage.request().cookie(sticky);
    if (id != null) {
      for (Member each : members) {
        if (each.id.equals(id)) {
          return each;
        }
      }
    }
    return null;
  }

  @Override
  public synchronized boolean mayTryAgain(int tries) {
    boolean isPointless = tries > retries || tries >= members.size();
    if (isPointless || !budget.take(System.nanoTime())) {
      return false;
    }
    retried.increment();
    return true;
  }

  @Override
  public synchronized void ended(Backend backend, int status, long nanos) {
    if (status < 0) {
      return;
    }
    for (Member each : members) {
      if (each.backend == backend) {
        if (status == 0) {
          each.failed(mostFailures, ejectMillis);
        } else {
          each.answered();
        }
      }
    }
  }

  @Override
  public @Nullable String cookie(Passage passage, Backend backend) {
    String name = sticky;
    if (name == null) {
      return null;
    }
    for (Member each : members) {
      if (each.backend == backend && !each.id.equals(passage.request().cookie(name))) {
        return name
            + "="
            + each.id
            + "; Path=/; HttpOnly; SameSite=Lax"
            + (passage.incoming().isSSL() ? "; Secure" : "");
      }
    }
    return null;
  }

  @Override
  protected @Nullable Object prepare(Passage passage) {
    return ProxyFunction.rewritten(settings, passage);
  }

  @Override
  protected void take(Passage passage, @Nullable Object prepared, Runnable whenDone) {
    ProxyFunction.relay(this, passage, prepared, whenDone);
  }

  @Override
  public boolean waits() {
    return ProxyFunction.rewrites(settings);
  }

  @Override
  public boolean shares() {
    return settings.rewrite != null && settings.rewrite.shares();
  }

  @Override
  public String name() {
    return "http::LoadBalancer";
  }

  @Override
  public String typeName() {
    return "http::LoadBalancer";
  }
}
