package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.EnvelopeReader;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How long searches of a large folder in memory take, without a database: a program to be started by hand, with the number
 * of messages as its argument (100,000 unless told).
 */
final class SearchBenchmark {
    private static final int ROUNDS = 10;
    private static final int UNSEEN_EVERY = 50;

    private SearchBenchmark() {}

    public static void main(String[] arguments) {
        int count = arguments.length == 0 ? 100_000 : Integer.parseInt(arguments[0]);
        SearchedFolder folder = new SearchedFolder();
        for (int uid = 1; uid <= count; uid++) {
            add(folder, uid);
        }
        Condition unseen = Condition.not(new Trait.Flag(MessageFlags.SystemFlag.SEEN));
        Condition subject = new Trait.Header("subject", Needle.of("number 77"));
        measure(folder, "ALL", Condition.ALL);
        measure(folder, "UNSEEN", unseen);
        measure(folder, "LARGER", new Trait.Size(Comparison.GREATER, 1_000_000));
        measure(folder, "SUBJECT", subject);
        measure(folder, "UNSEEN SUBJECT", Condition.and(List.of(unseen, subject)));
        measure(folder, "BODY", new Trait.Body(Needle.of("task number 77")));
        folder.testee.close();
    }

    private static void add(SearchedFolder folder, int uid) {
        byte[] message = ("From: Agent <agent" + uid % 100 + "@example.com>\r\nTo: alice@example.com\r\n"
                        + "Subject: Result of task number " + uid + "\r\nDate: Fri, 10 May 2024 12:00:00 +0000\r\n"
                        + "Message-ID: <" + uid + "@example.com>\r\n\r\nThis is the body of task number " + uid
                        + ".\r\n" + "A line of a message as agents write them.\r\n".repeat(10))
                .getBytes(StandardCharsets.US_ASCII);
        MessageFlags flags = uid % UNSEEN_EVERY == 0
                ? MessageFlags.NONE
                : new MessageFlags(Set.of(MessageFlags.SystemFlag.SEEN), Set.of());
        folder.addWithoutEnvelope(
                new StoredMessage(
                        uid,
                        uid,
                        ContentId.generate(),
                        flags,
                        SearchedFolder.NOON,
                        SearchedFolder.NOON,
                        message.length,
                        0),
                message);
        folder.saveEnvelope(uid, EnvelopeReader.read(SearchedFolder.header(message)));
    }

    private static void measure(SearchedFolder folder, String name, Condition condition) {
        long found = 0;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            found = folder.testee.search(folder.id, condition).count().block(Duration.ofMinutes(5));
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%-16s %7d found, best of %d: %6d ms%n", name, found, ROUNDS, best / 1_000_000);
    }
}
