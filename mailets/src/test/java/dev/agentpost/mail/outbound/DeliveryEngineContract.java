package dev.agentpost.mail.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.outbound.RecipientResult.Outcome;
import dev.agentpost.mail.outbound.ScriptedCouriers.Arrival;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Mail from the spool to its destinations, on any store; time passes as the tests want. */
abstract class DeliveryEngineContract {
    static final String BOB = "bob@example.org";
    private static final String CAROL = "carol@example.org";
    private static final String DORA = "dora@other.example";
    private static final String TEXT = "Subject: hi\r\n\r\nhello\r\n";
    static final RecipientResult LATER =
            new RecipientResult(Outcome.DEFERRED, "451 4.3.0 later", Optional.of("mx.example.org [127.0.0.1]"));
    private static final RecipientResult NEVER =
            new RecipientResult(Outcome.FAILED, "550 5.1.1 no such user", Optional.of("mx.example.org [127.0.0.1]"));

    final TestClock clock = new TestClock();
    private final Outage outage = new Outage();
    final ScriptedCouriers couriers = new ScriptedCouriers();
    final List<RecipientState> bounced = new CopyOnWriteArrayList<>();
    private final List<RecipientState> delayed = new CopyOnWriteArrayList<>();
    private final List<DeliveryEngine> engines = new ArrayList<>();
    OutboxStore store;
    private DeliveryEngine engine;

    /** Empty, on {@link #clock}. */
    abstract OutboxStore newStore();

    @BeforeEach
    void setUp() {
        store = outage.before(OutboxStore.class, newStore());
        store.saveFirstSlot(DueDelivery.slot(clock.instant())).block();
        engine = newEngine();
    }

    @AfterEach
    void tearDown() {
        couriers.release();
        engines.forEach(DeliveryEngine::close);
    }

    private DeliveryEngine newEngine() {
        DeliveryEngine made = new DeliveryEngine(
                store,
                couriers,
                RetrySchedule.DEFAULT,
                new DeliveryListener() {
                    @Override
                    public Mono<Void> bounced(OutgoingMessage message, List<RecipientState> recipients) {
                        return Mono.fromRunnable(() -> bounced.addAll(recipients));
                    }

                    @Override
                    public Mono<Void> delayed(OutgoingMessage message, List<RecipientState> recipients) {
                        return Mono.fromRunnable(() -> delayed.addAll(recipients));
                    }
                },
                new DeliveryMetrics(new RecordingMetricFactory()),
                new DeliveryEngine.Concurrency(2, 20, 1_000),
                clock);
        engines.add(made);
        return made;
    }

    Outbox outbox() {
        return new Outbox(
                store, Destinations.BY_DOMAIN, RetrySchedule.DEFAULT, MessageSigner.NONE, engine::wakeUp, clock);
    }

    /** As if the node that has accepted the mail were killed at once. */
    private Outbox outboxOfAKilledNode() {
        return new Outbox(store, Destinations.BY_DOMAIN, RetrySchedule.DEFAULT, MessageSigner.NONE, due -> {}, clock);
    }

    private static OutgoingMail mail(String id, String text, List<String> recipients) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return new OutgoingMail(
                id,
                Optional.empty(),
                Optional.of("alice@here.example"),
                "alice@here.example",
                recipients,
                new MessageSource(new byte[0], () -> new ByteArrayInputStream(octets), octets.length));
    }

    String send(Outbox outbox, String... recipients) {
        String id = UlidCreator.getMonotonicUlid(clock.millis()).toString();
        try {
            outbox.add(mail(id, TEXT, List.of(recipients)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return id;
    }

    void settle() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> engine.waiting() == 0 && engine.working() == 0);
    }

    void pass(Duration time) {
        clock.advance(time);
        engine.tick();
        settle();
    }

    RecipientState state(String id, String recipient) {
        return store.find(id).block().recipients().stream()
                .filter(state -> state.recipient().equals(recipient))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void acceptedMailShouldBeDeliveredAtOnce() {
        String id = send(outbox(), BOB);

        settle();

        assertThat(couriers.arrivals()).containsExactly(new Arrival(id, BOB, TEXT));
        assertThat(state(id, BOB))
                .isEqualTo(new RecipientState(
                        BOB,
                        "example.org",
                        DeliveryStatus.DELIVERED,
                        Optional.of("250 2.0.0 taken"),
                        Optional.of("mx"),
                        clock.instant()));
    }

    @Test
    void deliveredMessageShouldLeaveNoContentBehind() {
        String id = send(outbox(), BOB, DORA);

        settle();

        assertThat(store.part(store.find(id).block().message().contentId(), 0).blockOptional())
                .isEmpty();
    }

    @Test
    void mailOfferedTwiceShouldBeDeliveredOnce() throws IOException {
        OutgoingMail mail = mail("01ARZ3NDEKTSV4RRFFQ69G5FAV", TEXT, List.of(BOB));
        outbox().add(mail);
        outbox().add(mail);
        settle();
        outbox().add(mail);
        settle();

        assertThat(couriers.arrivals()).hasSize(1);
    }

    @Test
    void recipientsThatAreMissingShouldBeAddedWhenMailIsOfferedAgain() throws IOException {
        outbox().add(mail("01ARZ3NDEKTSV4RRFFQ69G5FAV", TEXT, List.of(BOB)));
        outbox().add(mail("01ARZ3NDEKTSV4RRFFQ69G5FAV", TEXT, List.of(BOB, CAROL)));
        settle();

        assertThat(couriers.arrivals()).extracting(Arrival::recipient).containsExactlyInAnyOrder(BOB, CAROL);
    }

    @Test
    void manyRecipientsShouldBeSplitAndEachServedOnce() throws IOException {
        List<String> recipients = IntStream.range(0, 250)
                .mapToObj(i -> "user" + i + "@example.org")
                .toList();
        OutgoingMail mail = mail("01ARZ3NDEKTSV4RRFFQ69G5FAV", TEXT, recipients);
        outbox().add(mail);
        outbox().add(mail);

        settle();

        assertThat(couriers.arrivals()).extracting(Arrival::recipient).containsExactlyInAnyOrderElementsOf(recipients);
        assertThat(couriers.tries()).hasSize(3);
    }

    @Test
    void recipientsOfADomainShouldShareOneTransaction() {
        send(outbox(), BOB, CAROL, DORA);

        settle();

        assertThat(couriers.tries()).containsExactlyInAnyOrder("example.org", "other.example");
    }

    @Test
    void domainsShouldBeSpelledInAscii() {
        send(outbox(), "bob@B\u00fccher.example");

        settle();

        assertThat(couriers.arrivals()).extracting(Arrival::recipient).containsExactly("bob@xn--bcher-kva.example");
    }

    @Test
    void largeMessageShouldArriveOctetForOctet() throws IOException {
        byte[] octets = new byte[5_000_000];
        new Random(1).nextBytes(octets);
        String text = new String(octets, StandardCharsets.ISO_8859_1)
                        .replace('\r', 'x')
                        .replace('\n', 'x') + "\r\n";
        outbox().add(mail("01ARZ3NDEKTSV4RRFFQ69G5FAV", text, List.of(BOB)));

        settle();

        assertThat(couriers.arrivals().get(0).content().equals(text)).isTrue();
    }

    @Test
    void destinationDownForTwoHoursShouldGetEachMessageOnceThroughRestarts() {
        couriers.answer("example.org", LATER);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(send(i % 2 == 0 ? outbox() : outboxOfAKilledNode(), BOB));
        }
        for (int i = 0; i < 12; i++) {
            pass(Duration.ofMinutes(10));
            engine.close();
            engine = newEngine();
        }
        assertThat(couriers.arrivals()).isEmpty();

        couriers.recover();
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofMinutes(10));
        }

        assertThat(couriers.arrivals()).extracting(Arrival::messageId).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void mailOfAKilledNodeShouldBeFound() {
        String id = send(outboxOfAKilledNode(), BOB);

        pass(Outbox.HEAD_START);

        assertThat(couriers.arrivals()).extracting(Arrival::messageId).containsExactly(id);
    }

    @Test
    void mailAcceptedBeforeALongStopShouldBeFound() {
        String id = send(outboxOfAKilledNode(), BOB);
        engine.tick();
        clock.advance(Duration.ofDays(1));
        engine = newEngine();

        pass(Duration.ZERO);

        assertThat(couriers.arrivals()).extracting(Arrival::messageId).containsExactly(id);
    }

    @Test
    void deliveryThatANodeHadWhenItWasKilledShouldBeTakenOverWhenItsLeaseHasRunOut() {
        String id = send(outboxOfAKilledNode(), BOB);
        DueDelivery due = new DueDelivery(clock.instant().plus(Outbox.HEAD_START), id, "example.org");
        store.claim(due, UUID.randomUUID(), clock.instant(), clock.instant().plus(Leases.LENGTH))
                .block();

        pass(Leases.LENGTH.minusSeconds(1));
        assertThat(couriers.arrivals()).isEmpty();
        pass(Duration.ofSeconds(30));

        assertThat(couriers.arrivals()).hasSize(1);
    }

    @Test
    void deliveryThatTakesLongShouldNotBeTakenOver() {
        DeliveryEngine other = newEngine();
        couriers.hang("example.org");
        send(outbox(), BOB);
        await().until(() -> couriers.tries().size() == 1);

        for (int i = 0; i < 10; i++) {
            clock.advance(Leases.LENGTH.dividedBy(2));
            engine.renewLeases();
            other.tick();
            await().until(() -> other.waiting() + other.working() == 0);
        }

        assertThat(couriers.tries()).hasSize(1);
        couriers.release();
        settle();
        assertThat(couriers.arrivals()).hasSize(1);
    }

    @Test
    void resultShouldBeWrittenDownWhenTheStoreIsBack() {
        couriers.afterEachTry(() -> outage.begin(OutboxStore.class));
        String id = send(outbox(), BOB);
        await().until(() -> couriers.finished() == 1);

        clock.advance(Duration.ofMinutes(30));
        assertThatThrownBy(engine::tick).hasMessageContaining("all hosts");
        outage.end();
        settle();
        pass(Duration.ofHours(1));

        assertThat(couriers.arrivals()).hasSize(1);
        assertThat(state(id, BOB).status()).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void retryThatIsWrittenDownLateShouldNotBeForgotten() {
        couriers.answer("example.org", LATER);
        couriers.afterEachTry(() -> outage.begin(OutboxStore.class));
        send(outbox(), BOB);
        await().until(() -> couriers.finished() == 1);

        clock.advance(Duration.ofMinutes(30));
        outage.end();
        settle();
        couriers.recover();
        couriers.afterEachTry(() -> {});
        pass(Duration.ofMinutes(2));

        assertThat(couriers.arrivals()).hasSize(1);
    }

    @Test
    void twoNodesShouldNotDeliverTwice() {
        DeliveryEngine other = newEngine();
        List<String> ids = IntStream.range(0, 100)
                .mapToObj(i -> send(outbox(), "user@domain" + i % 10 + ".example"))
                .toList();
        clock.advance(Outbox.HEAD_START);

        engine.tick();
        other.tick();
        await().until(() -> engine.waiting() + engine.working() + other.waiting() + other.working() == 0);

        assertThat(couriers.arrivals()).extracting(Arrival::messageId).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** What waits for an inbox that is deleted meanwhile is nobody's to hear of. */
    @Test
    void messageOfADeletedInboxShouldBeCancelledWhenItsTimeComes() {
        Set<String> gone = ConcurrentHashMap.newKeySet();
        Senders senders = message -> !gone.contains(message.inbox().orElseThrow());
        RecordingMetricFactory metrics = new RecordingMetricFactory();
        engine = new DeliveryEngine(
                store,
                () -> new SenderCheck(couriers.create(), senders),
                RetrySchedule.DEFAULT,
                (message, recipients) -> Mono.fromRunnable(() -> bounced.addAll(recipients)),
                new DeliveryMetrics(metrics),
                DeliveryEngine.Concurrency.DEFAULT,
                clock);
        engines.add(engine);
        couriers.answer(CAROL, LATER);
        String id = send(outbox(), CAROL);
        settle();
        assertThat(state(id, CAROL).status()).isEqualTo(DeliveryStatus.DEFERRED);
        couriers.recover();

        gone.add("alice@here.example");
        clock.advance(Duration.ofDays(1));
        engine.tick();
        settle();

        assertThat(state(id, CAROL).status()).isEqualTo(DeliveryStatus.CANCELLED);
        assertThat(couriers.arrivals()).isEmpty();
        assertThat(bounced).isEmpty();
        assertThat(metrics.countFor("outbound_cancelled")).isEqualTo(1);
    }

    /** Whoever tries hears that the destination is not to blame. */
    @Test
    void attemptThatIsCancelledShouldEndAsOneThatReachedTheDestination() {
        String id = send(outboxOfAKilledNode(), CAROL);
        Delivery delivery = new Delivery(
                store,
                RetrySchedule.DEFAULT,
                (message, recipients) -> Mono.fromRunnable(() -> bounced.addAll(recipients)),
                new DeliveryMetrics(new RecordingMetricFactory()),
                new Leases(store, clock),
                clock);
        DestinationState destination = store.find(id).block().destinations().get(0);
        DueDelivery due = new DueDelivery(destination.nextTry().orElseThrow(), id, destination.destination());

        Optional<Boolean> reached =
                delivery.attempt(due, new SenderCheck(couriers.create(), message -> false), () -> false);

        assertThat(reached).contains(true);
    }

    @Test
    void recipientsShouldBeToldApart() {
        couriers.answer(CAROL, LATER);
        couriers.answer("erin@example.org", NEVER);
        String id = send(outbox(), BOB, CAROL, "erin@example.org");
        settle();

        assertThat(state(id, BOB).status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(state(id, CAROL).status()).isEqualTo(DeliveryStatus.DEFERRED);
        assertThat(state(id, "erin@example.org").status()).isEqualTo(DeliveryStatus.BOUNCED);
        assertThat(bounced).containsExactly(state(id, "erin@example.org"));

        couriers.recover();
        pass(Duration.ofMinutes(1));

        assertThat(couriers.arrivals()).extracting(Arrival::recipient).containsExactlyInAnyOrder(BOB, CAROL);
    }

    @Test
    void delayShouldBeToldOnceThroughRestarts() {
        couriers.answer(BOB, LATER);
        String id = send(outbox(), BOB, CAROL);
        settle();
        for (int i = 0; i < 7; i++) {
            pass(Duration.ofMinutes(30));
            engine.close();
            engine = newEngine();
        }
        pass(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(delayed).isEmpty();

        pass(Duration.ofSeconds(1));
        assertThat(delayed).containsExactly(state(id, BOB));
        for (int i = 0; i < 6; i++) {
            pass(Duration.ofHours(2));
            engine.close();
            engine = newEngine();
        }

        assertThat(delayed).hasSize(1);
    }

    @Test
    void oneDestinationThatHangsShouldNotHoldUpTheOthers() {
        couriers.hang("domain0.example");
        Outbox outbox = outbox();
        for (int i = 0; i < 200; i++) {
            send(outbox, "user@domain" + i % 10 + ".example");
        }

        await().until(() -> couriers.arrivals().size() == 180);

        assertThat(couriers.tries().stream().filter("domain0.example"::equals)).hasSize(2);
        assertThat(engine.waiting()).isEqualTo(18);
        couriers.release();
        await().until(() -> couriers.arrivals().size() == 200);
    }

    @Test
    void depthShouldCountWhatIsDueAndTellHowLateTheOldestIs() {
        couriers.hang("example.org");
        send(outboxOfAKilledNode(), BOB);
        send(outboxOfAKilledNode(), CAROL);
        clock.advance(Outbox.HEAD_START.plusSeconds(30));

        engine.tick();

        assertThat(engine.depth().due()).isEqualTo(2);
        assertThat(engine.depth().delay(clock)).isEqualTo(Duration.ofSeconds(30));
        couriers.release();
        settle();
        pass(Duration.ofSeconds(20));
        assertThat(engine.depth()).isEqualTo(OutboxDepth.NONE);
        assertThat(engine.depth().delay(clock)).isZero();
    }

    @Test
    void whatIsToBeTriedLaterShouldBeCounted() {
        couriers.answer("example.org", LATER);
        send(outbox(), BOB);
        send(outbox(), CAROL);
        settle();

        engine.tick();
        engine.countLater();
        engine.countLater();

        assertThat(engine.later()).isEqualTo(2);
        assertThat(engine.depth()).isEqualTo(OutboxDepth.NONE);
        couriers.recover();
        pass(Duration.ofMinutes(2));
        assertThat(engine.later()).isZero();
    }

    @Test
    void listenerThatFailsShouldBeAskedAgain() {
        couriers.answer("example.org", NEVER);
        List<String> heard = new CopyOnWriteArrayList<>();
        engine = new DeliveryEngine(
                store,
                couriers,
                RetrySchedule.DEFAULT,
                (message, recipients) -> Mono.fromRunnable(() -> {
                    heard.add(message.id());
                    if (heard.size() == 1) {
                        throw new IllegalStateException("not now");
                    }
                }),
                new DeliveryMetrics(new RecordingMetricFactory()),
                DeliveryEngine.Concurrency.DEFAULT,
                clock);
        engines.add(engine);

        String id = send(outbox(), BOB);
        settle();

        assertThat(heard).containsExactly(id, id);
        assertThat(couriers.tries()).hasSize(1);
        assertThat(state(id, BOB).status()).isEqualTo(DeliveryStatus.BOUNCED);
    }
}
