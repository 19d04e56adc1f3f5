package dev.agentpost.mail.integration.benchmark.build;

import dev.agentpost.mail.integration.benchmark.client.ImapClient;
import dev.agentpost.mail.integration.benchmark.client.MessageTexts;
import dev.agentpost.mail.integration.benchmark.measure.PreparedMailbox;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Fills an inbox: some hundred distinct messages in a folder, copied into INBOX by the server as often as needed, and a
 * few more that are found by searches. A tenth of all is not seen.
 */
public final class MailboxContent {
    public static final String RARE_SUBJECT = "quartzmarker7.";
    public static final String RARE_SENDER = "rare.sender.3@example.com";
    public static final String RARE_DATE = "15-Nov-2026";
    public static final String RARE_MESSAGE_ID = "<rare.5@benchmark.example.com>";
    public static final String RARE_WORD = "obsidianword9.";
    public static final int RARE_MESSAGES = 20;

    private static final int TEMPLATES = 500;
    private static final int MESSAGE_BYTES = 1536;
    private static final int SENDERS = 50;
    private static final int DAYS = 60;
    private static final int SEEN_OF = 10;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 9, 1);
    private static final LocalDate RARE_DAY = LocalDate.of(2026, 11, 20);
    private static final DateTimeFormatter INTERNAL_DATE = DateTimeFormatter.ofPattern("dd-MMM-yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter HEADER_DATE = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private final MessageTexts texts = new MessageTexts();
    private final ImapClient imap;
    private final int size;
    private int unseen;

    private MailboxContent(ImapClient imap, int size) {
        this.imap = imap;
        this.size = size;
    }

    /** @param progress told how many messages are there */
    static PreparedMailbox fill(ServerUnderTest server, int size, IntConsumer progress) {
        TestInbox inbox = server.newInboxes(1).get(0);
        try (ImapClient imap = server.imap(inbox)) {
            MailboxContent content = new MailboxContent(imap, size);
            content.fill(progress);
            return new PreparedMailbox(size, content.unseen, inbox);
        }
    }

    private void fill(IntConsumer progress) {
        int copies = size - RARE_MESSAGES;
        int templates = Math.min(TEMPLATES, copies);
        imap.ok("CREATE Templates");
        for (int i = 0; i < templates; i++) {
            append("Templates", i, ordinary(i), FIRST_DAY.plusDays(i % DAYS));
        }
        imap.select("Templates");
        for (int there = 0; there < copies; there += templates) {
            int count = Math.min(templates, copies - there);
            imap.ok("COPY 1:" + count + " INBOX");
            unseen += (count + SEEN_OF - 1) / SEEN_OF;
            progress.accept(there + count);
        }
        for (int i = 0; i < RARE_MESSAGES; i++) {
            append("INBOX", i, rare(i), RARE_DAY);
        }
        unseen += RARE_MESSAGES / SEEN_OF;
        // whatever a server does when a mailbox is first opened, such as taking \Recent off, is done here
        imap.select("INBOX");
    }

    private void append(String mailbox, int number, byte[] message, LocalDate day) {
        String flags = number % SEEN_OF == 0 ? "() " : "(\\Seen) ";
        imap.append(mailbox, flags + "\"" + INTERNAL_DATE.format(day) + " 10:00:00 +0000\" ", message);
    }

    private byte[] ordinary(int number) {
        return message(
                "sender." + number % SENDERS + "@example.com",
                texts.words(5) + " " + number,
                "<" + number + ".template@benchmark.example.com>",
                FIRST_DAY.plusDays(number % DAYS),
                "Hello,");
    }

    private byte[] rare(int number) {
        return message(
                "rare.sender." + number + "@example.com",
                "About quartzmarker" + number + ".",
                "<rare." + number + "@benchmark.example.com>",
                RARE_DAY,
                "This is obsidianword" + number + ".");
    }

    private byte[] message(String from, String subject, String messageId, LocalDate day, String firstWords) {
        String fields = "Received: from client.example.com by mail.example.com with ESMTPS; "
                + HEADER_DATE.format(day) + " 10:00:00 +0000\r\nFrom: An Agent <" + from
                + ">\r\nTo: Another Agent <inbox@example.com>\r\nSubject: " + subject + "\r\nDate: "
                + HEADER_DATE.format(day) + " 10:00:00 +0000\r\nMessage-ID: " + messageId + "\r\n";
        return texts.message(fields, firstWords, MESSAGE_BYTES);
    }
}
