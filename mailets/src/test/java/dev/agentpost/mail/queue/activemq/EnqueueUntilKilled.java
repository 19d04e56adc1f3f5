package dev.agentpost.mail.queue.activemq;

import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;

/** The process that {@link QueueProcessTest} kills: prints the name of each mail once its enqueue has returned. */
public final class EnqueueUntilKilled {
    static final String ACCEPTED = "accepted ";

    private static final int THREADS = 8;

    private EnqueueUntilKilled() {}

    public static void main(String[] arguments) {
        QueueFixture queues = new QueueFixture(Path.of(arguments[0]), Clock.systemUTC());
        queues.spool();
        for (int thread = 0; thread < THREADS; thread++) {
            int bodyBytes = thread % 2 == 0 ? 500 : 40_000;
            new Thread(() -> enqueue(queues, bodyBytes)).start();
        }
    }

    private static void enqueue(QueueFixture queues, int bodyBytes) {
        try {
            while (true) {
                String name = "mail-" + UUID.randomUUID();
                Mail mail = QueueFixture.mail(name, bodyBytes);
                queues.spool().enQueue(mail);
                LifecycleUtil.dispose(mail);
                synchronized (System.out) {
                    System.out.println(ACCEPTED + name);
                    System.out.flush();
                }
            }
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
