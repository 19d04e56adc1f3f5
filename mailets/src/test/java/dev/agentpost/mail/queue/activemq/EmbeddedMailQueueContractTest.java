package dev.agentpost.mail.queue.activemq;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.james.queue.api.DelayedManageableMailQueueContract;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueContract;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.ManageableMailQueueContract;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
