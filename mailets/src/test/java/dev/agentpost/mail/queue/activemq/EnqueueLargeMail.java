package dev.agentpost.mail.queue.activemq;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/** Queues and takes one mail in a small heap, and prints the digest of what went in and of what came out. */
public final class EnqueueLargeMail {

    private EnqueueLargeMail() {}

    public static void main(String[] arguments) throws Exception {
        int bodyBytes = Integer.parseInt(arguments[1]);
        try (QueueFixture queues = new QueueFixture(Path.of(arguments[0]), Clock.systemUTC())) {
            Mail mail = QueueFixture.mail("large", bodyBytes);
            System.out.println(digest(mail));
            queues.spool().enQueue(mail);
            // James has copied it to a file
            LifecycleUtil.dispose(mail);
            System.out.println(digest(QueueFixture.take(queues.spool()).getMail()));
        }
        // Threads of the broker that have nothing to do any more would hold this process for half a minute.
        System.exit(0);
    }

    private static String digest(Mail mail) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream content = new MimeMessageInputStream(mail.getMessage());
                OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(sink);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
