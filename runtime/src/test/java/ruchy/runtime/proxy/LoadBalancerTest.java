package ruchy.runtime.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ruchy.runtime.proxy.Front.options;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.http.Server;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;
import ruchy.runtime.wire.Wire;

/// Which backend gets which request, also while backends fail, come and go.
@Timeout(60)
class LoadBalancerTest {
  private final Server front = Server.create("127.0.0.1:0");
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    front.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /// A backend that answers with its name.
  private RawBackend backend(String name) throws IOException {
    return opened(RawBackend.answering(request -> ok(name)));
  }

  private static String ok(String text) {
    return "HTTP/1.1 200 OK\nContent-Length: " + text.length() + "\n\n" + text;
  }

  private <T extends AutoCloseable> T opened(T made) {
    open.add(made);
    return made;
  }

  private LoadBalancer balancer(MapValue options, Object... backends) {
    LoadBalancer balancer = LoadBalancer.create(ListValue.of(backends), options);
    open.add(balancer::close);
    front.all("*", balancer);
    front.listen();
    return balancer;
  }

  private String ask(String head) throws IOException {
    try (var client = Wire.to(front.port())) {
      return client.ask(head + "\n\n").body();
    }
  }

  private String ask() throws IOException {
    return ask("GET / HTTP/1.1\nHost: x");
  }

  private String askTimes(int times) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < times; i++) {
      all.append(ask());
    }
    return all.toString();
  }

  private static MapValue stats(LoadBalancer balancer, int index) {
    ListValue list = (ListValue) Objects.requireNonNull(balancer.stats().get("backends"));
    return (MapValue) Objects.requireNonNull(list.at(index));
  }

  @Test
  void requests_go_round_in_relation_to_the_weights() throws IOException {
    balancer(
        options(),
        backend("a").url(),
        options("url", backend("b").url(), "weight", 2L),
        backend("c").url());
    assertEquals("bacbbacb", askTimes(8));
  }

  @Test
  void the_backend_with_the_fewest_requests_gets_the_next_one() throws Exception {
    var busy = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    var slow =
        opened(
            new RawBackend(
                wire -> {
                  wire.read();
                  asked.countDown();
                  busy.await(20, TimeUnit.SECONDS);
                  wire.send(ok("slow"));
                }));
    LoadBalancer balancer =
        balancer(options("policy", "least_connections"), slow.url(), backend("b").url());
    try (var waiting = Wire.to(front.port())) {
      waiting.send("GET / HTTP/1.1\nHost: x\n\n");
      assertTrue(asked.await(20, TimeUnit.SECONDS));
      assertEquals("bbbb", askTimes(4));
      assertEquals(1L, stats(balancer, 0).get("active"));
      busy.countDown();
      assertEquals("slow", waiting.read().body());
    }
  }

  /// Members of which the first has no request on its way, the second one, and so on.
  private static List<Member> members(int count) {
    var settings = new Settings();
    var members = new ArrayList<Member>();
    for (int busy = 0; busy < count; busy++) {
      Member member =
          new Member(new Backend(Origin.parse("http://127.0.0.1:" + (busy + 1)), settings), 1);
      member.backend.active.set(busy);
      members.add(member);
    }
    return members;
  }

  @Test
  void the_least_busy_one_is_found_while_requests_begin_and_end_elsewhere() throws Exception {
    List<Member> members = members(2);
    Policy policy = Policy.of("least_connections", "ip");
    var ring = new Ring(members);
    var isOver = new AtomicBoolean();
    Thread others =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!isOver.get()) {
                    members.forEach(member -> member.backend.active.incrementAndGet());
                    members.forEach(member -> member.backend.active.decrementAndGet());
                  }
                });
    try {
      for (int i = 0; i < 300_000; i++) {
        assertNotNull(policy.choose(members, ring, null));
      }
    } finally {
      isOver.set(true);
      others.join();
    }
  }

  @Test
  void of_two_drawn_ones_the_less_busy_one_is_taken() {
    List<Member> members = members(3);
    Policy policy = Policy.of("random_two", "ip");
    Set<Object> chosen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      chosen.add(policy.choose(members, new Ring(members), null));
    }
    // The busiest of three is never the less busy one.
    assertEquals(Set.of(members.get(0), members.get(1)), chosen);
  }

  @Test
  void two_drawn_ones_share_the_requests() throws IOException {
    balancer(options("policy", "random_two"), backend("a").url(), backend("b").url());
    String seen = askTimes(40);
    assertTrue(seen.contains("a") && seen.contains("b"), seen);
  }

  @Test
  void the_same_key_goes_to_the_same_backend_and_few_keys_move_when_one_goes() throws IOException {
    RawBackend c = backend("c");
    LoadBalancer balancer =
        balancer(
            options("policy", "hash", "hash_by", "header:X-User"),
            backend("a").url(),
            backend("b").url(),
            c.url());
    Map<Integer, String> before = new HashMap<>();
    for (int user = 0; user < 60; user++) {
      before.put(user, ask("GET / HTTP/1.1\nHost: x\nX-User: u" + user));
      assertEquals(before.get(user), ask("GET / HTTP/1.1\nHost: x\nX-User: u" + user));
    }
    assertEquals(3, before.values().stream().distinct().count());
    balancer.remove(c.url());
    for (int user = 0; user < 60; user++) {
      String now = ask("GET / HTTP/1.1\nHost: x\nX-User: u" + user);
      assertNotEquals("c", now);
      if (!"c".equals(before.get(user))) {
        assertEquals(before.get(user), now);
      }
    }
  }

  @Test
  void a_cookie_keeps_a_client_at_its_backend_also_while_that_is_drained() throws IOException {
    RawBackend a = backend("a");
    RawBackend b = backend("b");
    LoadBalancer balancer = balancer(options("sticky", "route"), a.url(), b.url());
    try (var client = Wire.to(front.port())) {
      Wire.Message first = client.ask("GET / HTTP/1.1\nHost: x\n\n");
      String cookie = first.field("set-cookie").split(";", 2)[0];
      assertTrue(cookie.startsWith("route="), cookie);
      assertFalse(cookie.contains(String.valueOf(a.port())), cookie);
      balancer.drain(first.body().equals("a") ? a.url() : b.url());
      for (int i = 0; i < 4; i++) {
        Wire.Message next = client.ask("GET / HTTP/1.1\nHost: x\nCookie: " + cookie + "\n\n");
        assertEquals(first.body(), next.body());
        assertEquals("", next.field("set-cookie"));
        assertNotEquals(first.body(), ask());
      }
    }
  }

  @Test
  void a_request_that_got_no_answer_goes_to_another_backend_if_that_does_no_harm()
      throws IOException {
    RawBackend dead = opened(new RawBackend(Wire::head));
    var refused = new RawBackend(wire -> {});
    refused.close();
    LoadBalancer balancer =
        balancer(options("max_failures", 0L), dead.url(), refused.url(), backend("a").url());
    for (int i = 0; i < 6; i++) {
      assertEquals("a", ask());
    }
    assertTrue((long) Objects.requireNonNull(balancer.stats().get("retries")) >= 4);
    // A POST that was sent to the dead one is not sent again; one that was never sent is.
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (var client = Wire.to(front.port())) {
        statuses.add(client.ask("POST / HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi").status());
      }
    }
    statuses.sort(null);
    assertEquals(List.of(200, 200, 502), statuses);
  }

  @Test
  void further_tries_end_with_their_budget() throws IOException {
    RawBackend one = opened(new RawBackend(Wire::head));
    RawBackend two = opened(new RawBackend(Wire::head));
    LoadBalancer balancer =
        balancer(options("max_failures", 0L, "retry_budget", 0L), one.url(), two.url());
    for (int i = 0; i < 20; i++) {
      ask();
    }
    assertEquals(10L, balancer.stats().get("retries"));
  }

  @Test
  void all_requests_to_a_backend_that_dies_find_another_one_when_there_were_many()
      throws IOException {
    var refused = new RawBackend(wire -> {});
    refused.close();
    LoadBalancer balancer = balancer(options("max_failures", 0L), backend("a").url());
    for (int i = 0; i < 100; i++) {
      assertEquals("a", ask());
    }
    balancer.add(refused.url());
    for (int i = 0; i < 60; i++) {
      assertEquals("a", ask());
    }
    assertEquals(30L, balancer.stats().get("retries"));
  }

  @Test
  void a_backend_that_fails_again_and_again_gets_nothing_for_a_while() throws IOException {
    var isDead = new AtomicBoolean(true);
    var asked = new AtomicInteger();
    RawBackend flaky =
        opened(
            new RawBackend(
                wire -> {
                  while (true) {
                    wire.read();
                    asked.incrementAndGet();
                    if (isDead.get()) {
                      return;
                    }
                    wire.send(ok("f"));
                  }
                }));
    LoadBalancer balancer =
        balancer(options("max_failures", 2L, "eject", 300L), flaky.url(), backend("a").url());
    assertEquals("aaaaaaaa", askTimes(8));
    assertEquals(2, asked.get());
    assertEquals(true, stats(balancer, 0).get("ejected"));
    isDead.set(false);
    String seen = "";
    while (!seen.contains("f")) {
      seen = ask();
    }
    assertEquals(false, stats(balancer, 0).get("ejected"));
  }

  @Test
  void when_all_have_failed_they_are_tried_all_the_same() throws IOException {
    var isDead = new AtomicBoolean(true);
    RawBackend only =
        opened(
            new RawBackend(
                wire -> {
                  wire.read();
                  if (!isDead.get()) {
                    wire.send(ok("back"));
                  }
                }));
    balancer(options("max_failures", 1L, "eject", 60_000L), only.url());
    try (var client = Wire.to(front.port())) {
      assertEquals(502, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
      isDead.set(false);
      assertEquals("back", client.ask("GET / HTTP/1.1\nHost: x\n\n").body());
    }
  }

  @Test
  void checks_take_a_backend_out_and_bring_it_back() throws Exception {
    var isWell = new AtomicBoolean(true);
    RawBackend a =
        opened(
            RawBackend.answering(
                request ->
                    !request.start().contains("/health")
                        ? ok("a")
                        : isWell.get()
                            ? ok("")
                            : "HTTP/1.1 500 Internal Server Error\nContent-Length: 0\n\n"));
    LoadBalancer balancer =
        balancer(
            options("health", options("path", "/health", "interval", 20L, "rise", 2L, "fall", 2L)),
            a.url(),
            opened(RawBackend.answering(request -> ok("b"))).url());
    awaitHealth(balancer, true);
    isWell.set(false);
    awaitHealth(balancer, false);
    assertEquals("bbbb", askTimes(4));
    isWell.set(true);
    awaitHealth(balancer, true);
    assertTrue(askTimes(4).contains("a"));
  }

  private static void awaitHealth(LoadBalancer balancer, boolean isWell) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Boolean.valueOf(isWell).equals(stats(balancer, 0).get("healthy"))) {
      assertTrue(System.nanoTime() < end, "no change of health");
      Thread.onSpinWait();
    }
  }

  @Test
  void without_any_backend_the_answer_is_503_and_one_that_comes_is_used() throws IOException {
    LoadBalancer balancer = balancer(options());
    try (var client = Wire.to(front.port())) {
      assertEquals(503, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
      RawBackend a = backend("a");
      balancer.add(a.url());
      assertEquals("a", client.ask("GET / HTTP/1.1\nHost: x\n\n").body());
      balancer.remove(a.url());
      assertEquals(503, client.ask("GET / HTTP/1.1\nHost: x\n\n").status());
    }
  }

  @Test
  void backends_come_and_go_under_load_without_a_failed_request() throws Exception {
    List<RawBackend> all = List.of(backend("a"), backend("b"), backend("c"));
    LoadBalancer balancer = balancer(options(), all.get(0).url(), all.get(1).url());
    var isOver = new AtomicBoolean();
    var failed = new AtomicInteger();
    var served = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var client = Wire.to(front.port())) {
                      while (!isOver.get()) {
                        int status = client.ask("GET / HTTP/1.1\nHost: x\n\n").status();
                        (status == 200 ? served : failed).incrementAndGet();
                      }
                    } catch (IOException closed) {
                      failed.incrementAndGet();
                    }
                  }));
    }
    for (int round = 0; round < 30; round++) {
      int goal = served.get() + 50;
      balancer.add(all.get((round + 2) % 3).url());
      balancer.remove(all.get(round % 3).url());
      while (served.get() < goal && failed.get() == 0) {
        Thread.onSpinWait();
      }
    }
    isOver.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertEquals(0, failed.get());
  }

  @Test
  void options_that_do_not_fit_are_faults() {
    for (MapValue wrong :
        List.of(
            options("policy", "best"),
            options("hash_by", "x"),
            options("retry_budget", 2L),
            options("health", 5L),
            options("health", options("pth", "/")),
            options("health", "here"),
            options("sticky", "a b"),
            options("timeot", 5L))) {
      assertThrows(Failure.class, () -> LoadBalancer.create(ListValue.of(new Object[0]), wrong));
    }
    LoadBalancer balancer = LoadBalancer.create(ListValue.of(new Object[] {"http://127.0.0.1:1"}));
    assertThrows(Failure.class, () -> balancer.add("http://127.0.0.1:1/"));
    assertThrows(Failure.class, () -> balancer.add(5L));
    assertThrows(Failure.class, () -> balancer.remove("http://127.0.0.1:2"));
    assertThrows(Failure.class, () -> balancer.add(options("url", "http://h", "weight", 0L)));
    Failure unknown =
        assertThrows(Failure.class, () -> balancer.add(options("url", "http://h", "wieght", 2L)));
    assertEquals("Unknown option of a backend: 'wieght'", unknown.message());
  }
}
