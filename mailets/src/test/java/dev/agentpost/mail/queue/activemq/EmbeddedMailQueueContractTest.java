package dev.agentpost.mail.queue.activemq;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.james.queue.api.DelayedManageableMailQueueContract;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueContract;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueueContract;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What James expects of a mail queue; its delays are real time. */
class EmbeddedMailQueueContractTest
        implements MailQueueContract, ManageableMailQueueContract, DelayedManageableMailQueueContract {
    @TempDir
    Path folder;

    private QueueFixture queues;

    @BeforeEach
    void start() {
        queues = new QueueFixture(folder, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        queues.close();
    }

    /** It puts mails back at random, up to half a dozen times: with real pauses that would be more than its minute. */
    @Test
    @Override
    public void concurrentEnqueueDequeueWithAckNackShouldNotFail() throws Exception {
        queues.close();
        queues = new QueueFixture(folder, new HurryingClock());
        DelayedManageableMailQueueContract.super.concurrentEnqueueDequeueWithAckNackShouldNotFail();
    }

    private static final class HurryingClock extends Clock {
        private static final int TIMES = 20;

        private final Clock system = Clock.systemUTC();
        private final Instant start = system.instant();

        @Override
        public Instant instant() {
            return start.plus(Duration.between(start, system.instant()).multipliedBy(TIMES));
        }

        @Override
        public ZoneId getZone() {
            return system.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock has one zone");
        }
    }

    @Override
    public void enQueue(Mail mail) throws MailQueue.MailQueueException {
        getManageableMailQueue().enQueue(mail);
    }

    @Override
    public MailQueue getMailQueue() {
        return queues.spool();
    }

    @Override
    public ManageableMailQueue getManageableMailQueue() {
        return queues.spool();
    }
}
