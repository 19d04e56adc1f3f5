package dev.agentpost.mail.queue.activemq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.core.MutableClock;
import dev.agentpost.mail.core.mailet.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.james.core.healthcheck.ResultStatus;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.webadmin.service.ReprocessingService;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

class EmbeddedMailQueueTest {
    private static final int SMALL = 100;
    private static final int LARGE = QueuedContent.MAX_BYTES_IN_JOURNAL * 10;
    private static final Duration NOTHING_COMES = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-21T10:00:00Z"));
    private QueueFixture queues;

    @BeforeEach
    void start() {
        queues = new QueueFixture(folder, clock);
    }

    @AfterEach
    void stop() {
        queues.close();
    }

    private void restart() {
        queues.close();
        queues = new QueueFixture(folder, clock);
    }

    private long contentFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("content"))) {
            return files.count();
        }
    }

    private static boolean staysEmpty(MailQueue queue) {
        return Flux.from(queue.deQueue())
                .take(NOTHING_COMES)
                .hasElements()
                .blockOptional()
                .map(found -> !found)
                .orElse(true);
    }

    @Test
    void smallMailShouldLieInTheJournal() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("small", SMALL));

        assertThat(contentFiles()).isZero();
        assertThat(QueueFixture.take(queues.spool()).getMail().getMessage().getSubject())
                .isEqualTo("small");
    }

    @Test
    void copyShouldHoldWhatWasAcceptedBeforeWhileMailComesAndGoes(@TempDir Path copy) throws Exception {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            for (int mail = 0; !over.get(); mail++) {
                String name = "mail-" + mail;
                try {
                    queues.spool().enQueue(QueueFixture.mail(name, mail % 2 == 0 ? SMALL : LARGE));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                accepted.add(name);
            }
        });
        sender.start();
        await().atMost(QueueFixture.PATIENCE).until(() -> accepted.size() > 40);
        Set<String> taken = new HashSet<>();
        for (int mail = 0; mail < 10; mail++) {
            MailQueueItem item = QueueFixture.take(queues.spool());
            taken.add(item.getMail().getName());
            item.done(CompletionStatus.SUCCESS);
        }
        Set<String> expected = new HashSet<>(accepted);
        expected.removeAll(taken);

        queues.broker.copyTo(copy);

        MailQueueItem takenAfter = QueueFixture.take(queues.spool());
        takenAfter.done(CompletionStatus.SUCCESS);
        over.set(true);
        sender.join();
        List<String> restored = new ArrayList<>();
        try (QueueFixture other = new QueueFixture(copy, clock)) {
            Flux.from(other.spool().deQueue())
                    .take(Math.toIntExact(other.spool().getSize()))
                    .toStream()
                    .forEach(item -> restored.add(subject(item)));
        }
        assertThat(restored).containsAll(expected).doesNotHaveDuplicates().doesNotContainAnyElementsOf(taken);
    }

    private static String subject(MailQueueItem item) {
        try {
            assertThat(octets(item)).isNotEmpty();
            String subject = item.getMail().getMessage().getSubject();
            item.done(CompletionStatus.SUCCESS);
            return subject;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void octetsOfAMailShouldStayAsTheyAre(int bodyBytes) throws Exception {
        byte[] message = ("Subject: gr\u00fc\u00dfe \u4e16\r\nX-Folded:\r\n\tlatin \u00e9\r\n\r\n"
                        + "b\u00f6dy\r\n".repeat(bodyBytes / 6))
                .getBytes(StandardCharsets.UTF_8);
        queues.spool().enQueue(QueueFixture.mailOf("octets", message));

        MailQueueItem taken = QueueFixture.take(queues.spool());
        // James copies a mail when it splits it
        Mail copy = MailImpl.duplicate(taken.getMail());
        queues.queue(MailQueueName.of("next")).enQueue(taken.getMail());
        queues.queue(MailQueueName.of("copies")).enQueue(copy);

        assertThat(octets(QueueFixture.take(queues.queue(MailQueueName.of("next")))))
                .isEqualTo(message);
        assertThat(octets(QueueFixture.take(queues.queue(MailQueueName.of("copies")))))
                .isEqualTo(message);
    }

    private static byte[] octets(MailQueueItem item) throws Exception {
        try (InputStream in = new MimeMessageInputStream(item.getMail().getMessage())) {
            return in.readAllBytes();
        }
    }

    @Test
    void putBackMailShouldKeepItsOctets() throws Exception {
        byte[] message = "Subject: gr\u00fc\u00dfe\r\n\r\nbody\r\n".getBytes(StandardCharsets.ISO_8859_1);
        queues.spool().enQueue(QueueFixture.mailOf("octets", message));

        QueueFixture.take(queues.spool()).done(CompletionStatus.RETRY);
        clock.advance(RetryDelay.LONGEST);

        assertThat(octets(QueueFixture.take(queues.spool()))).isEqualTo(message);
    }

    @Test
    void contentFileShouldGoWithItsMail() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("large", LARGE));
        assertThat(contentFiles()).isOne();

        MailQueueItem item = QueueFixture.take(queues.spool());
        assertThat(item.getMail().getMessage().getSubject()).isEqualTo("large");
        item.done(CompletionStatus.SUCCESS);

        assertThat(contentFiles()).isZero();
    }

    @Test
    void mailShouldSurviveARestart() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("small", SMALL));
        queues.spool().enQueue(QueueFixture.mail("large", LARGE));

        restart();

        assertThat(Stream.of(take(), take())).containsExactlyInAnyOrder("small", "large");
    }

    private String take() throws Exception {
        MailQueueItem item = QueueFixture.take(queues.spool());
        String subject = item.getMail().getMessage().getSubject();
        item.done(CompletionStatus.SUCCESS);
        return subject;
    }

    @Test
    void mailBeingProcessedShouldComeAgainAfterARestart() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("large", LARGE));
        QueueFixture.take(queues.spool());

        restart();

        assertThat(take()).isEqualTo("large");
    }

    @Test
    void startShouldRemoveContentThatNoMailNames() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("large", LARGE));
        Path orphan = Files.writeString(folder.resolve("content").resolve("orphan.eml"), "of a crash");

        restart();

        assertThat(orphan).doesNotExist();
        assertThat(take()).isEqualTo("large");
    }

    @Test
    void delayedMailShouldWait() throws Exception {
        queues.queue(MailQueueName.of("outgoing")).enQueue(QueueFixture.mail("later", SMALL), Duration.ofMinutes(10));

        clock.advance(Duration.ofMinutes(9));

        assertThat(staysEmpty(queues.queue(MailQueueName.of("outgoing")))).isTrue();
    }

    @Test
    void delayedMailShouldComeWhenItsDelayIsOver() throws Exception {
        queues.queue(MailQueueName.of("outgoing")).enQueue(QueueFixture.mail("later", SMALL), Duration.ofMinutes(10));
        restart();

        clock.advance(Duration.ofMinutes(10));

        assertThat(QueueFixture.take(queues.queue(MailQueueName.of("outgoing")))
                        .getMail()
                        .getName())
                .isEqualTo("later");
    }

    @Test
    void mailBehindManyDelayedOnesShouldNotWaitForThem() throws Exception {
        for (int i = 0; i < 500; i++) {
            queues.spool().enQueue(QueueFixture.mail("later-" + i, SMALL), Duration.ofMinutes(10));
        }

        queues.spool().enQueue(QueueFixture.mail("now", SMALL));

        assertThat(take()).isEqualTo("now");
    }

    @Test
    void refusedMailShouldNotComeBackAtOnce() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("refused", LARGE));

        QueueFixture.take(queues.spool()).done(CompletionStatus.REJECT);

        assertThat(staysEmpty(queues.spool())).isTrue();
        assertThat(queues.spool().getSize()).isOne();
    }

    @Test
    void refusedMailShouldComeBackHoweverOften() throws Exception {
        queues.spool().enQueue(QueueFixture.mail("refused", LARGE));

        for (int i = 0; i < 20; i++) {
            QueueFixture.take(queues.spool()).done(CompletionStatus.RETRY);
            clock.advance(RetryDelay.LONGEST);
        }

        assertThat(take()).isEqualTo("refused");
    }

    @Test
    void mailWhoseProcessingFailedShouldWaitLongerEachTime() throws Exception {
        Mail mail = QueueFixture.mail("failed", SMALL);
        mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(1)));

        queues.spool().enQueue(mail);

        assertThat(staysEmpty(queues.spool())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(QueueFixture.take(queues.spool()).getMail().getAttribute(SpoolRetries.ATTEMPTS))
                .contains(new Attribute(SpoolRetries.ATTEMPTS, AttributeValue.of(1)));
    }

    /** The spooler's own count, which it begins anew after a failure of the store, would never end the tries. */
    @Test
    void failuresOfTheStoreShouldNotUseUpTheTries() throws Exception {
        Mail mail = QueueFixture.mail("failed", SMALL);
        for (int i = 0; i < 2 * SpoolRetries.MAX_ATTEMPTS; i++) {
            StoreFailure.note(mail);
            mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(1)));
            assertThat(SpoolRetries.delay(mail)).isPresent();
        }
        StoreFailure.note(mail);
        mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(1)));

        queues.spool().enQueue(mail);

        clock.advance(RetryDelay.LONGEST.minusSeconds(1));
        assertThat(staysEmpty(queues.spool())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(QueueFixture.take(queues.spool()).getMail().getAttribute(SpoolRetries.ATTEMPTS))
                .isEmpty();
    }

    /** James removes it from its repository afterwards, by the name that it has there. */
    @Test
    void mailThatIsPutBackShouldBeginAnewUnderAnotherName() throws Exception {
        Mail mail = QueueFixture.mail("failed", SMALL);
        mail.setAttribute(new Attribute(SpoolRetries.ATTEMPTS, AttributeValue.of(SpoolRetries.MAX_ATTEMPTS)));
        mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(5)));
        mail.setAttribute(new Attribute(ReprocessingService.RETRY_ATTRIBUTE_NAME, AttributeValue.of(1)));

        queues.spool().enQueue(mail);

        Mail taken = QueueFixture.take(queues.spool()).getMail();
        assertThat(taken.getName()).isEqualTo("failed!1");
        assertThat(taken.getAttribute(SpoolRetries.ATTEMPTS)).isEmpty();
        assertThat(taken.getAttribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT))
                .isEmpty();
    }

    @Test
    void mailThatIsPutBackAgainAndAgainShouldStillBeSplit() throws Exception {
        Mail mail = QueueFixture.mail("failed", SMALL);
        for (int times = 1; times <= 12; times++) {
            mail.setAttribute(new Attribute(ReprocessingService.RETRY_ATTRIBUTE_NAME, AttributeValue.of(times)));
            SpoolRetries.beginAnewWhenPutBack(mail);
        }

        assertThat(mail.getName()).isEqualTo("failed!12");
        assertThat(mail.duplicate().getName()).startsWith("failed!12-!");
    }

    @Test
    void mailThatWasPutBackShouldKeepItsNameAndCountItsFailures() throws Exception {
        Mail mail = QueueFixture.mail("failed", SMALL);
        mail.setAttribute(new Attribute(ReprocessingService.RETRY_ATTRIBUTE_NAME, AttributeValue.of(1)));
        SpoolRetries.beginAnewWhenPutBack(mail);
        mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(1)));

        queues.spool().enQueue(mail);

        clock.advance(Duration.ofSeconds(1));
        Mail taken = QueueFixture.take(queues.spool()).getMail();
        assertThat(taken.getName()).isEqualTo("failed!1");
        assertThat(taken.getAttribute(SpoolRetries.ATTEMPTS))
                .contains(new Attribute(SpoolRetries.ATTEMPTS, AttributeValue.of(1)));
    }

    @Test
    void enqueueShouldFailAtOnceWhenTheBrokerIsStopped() throws Exception {
        MailQueue spool = queues.spool();
        queues.broker.close();

        assertThatThrownBy(() -> spool.enQueue(QueueFixture.mail("late", SMALL)))
                .isInstanceOf(MailQueue.MailQueueException.class);
    }

    @Test
    void enqueueShouldFailAtOnceWhenTheJournalFailed() throws Exception {
        queues.broker.journalFailed(new IOException("No space left on device"));

        assertThatThrownBy(() -> queues.spool().enQueue(QueueFixture.mail("late", SMALL)))
                .isInstanceOf(MailQueue.MailQueueException.class)
                .hasStackTraceContaining("No space left on device");
    }

    @Test
    void healthShouldTellThatTheJournalFailed() {
        queues.broker.journalFailed(new IOException("No space left on device"));

        assertThat(new EmbeddedQueueHealthCheck(queues.broker).check().block().getStatus())
                .isEqualTo(ResultStatus.UNHEALTHY);
    }

    @Test
    void healthShouldBeGoodWhenTheBrokerRuns() {
        assertThat(new EmbeddedQueueHealthCheck(queues.broker).check().block().getStatus())
                .isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void messageThatIsNoMailShouldNotBlockTheQueue() throws Exception {
        try (var connection = queues.broker.connections().createConnection();
                var session = connection.createSession(false, javax.jms.Session.AUTO_ACKNOWLEDGE)) {
            var message = session.createTextMessage("no mail");
            message.setLongProperty("JAMES_NEXT_DELIVERY", -1);
            session.createProducer(session.createQueue("spool")).send(message);
        }

        queues.spool().enQueue(QueueFixture.mail("good", SMALL));

        assertThat(take()).isEqualTo("good");
        assertThat(queues.broker.size(EmbeddedMailQueue.UNREADABLE_QUEUE)).isOne();
    }
}
