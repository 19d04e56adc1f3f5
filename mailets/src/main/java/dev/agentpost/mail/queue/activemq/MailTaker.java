package dev.agentpost.mail.queue.activemq;

import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.SynchronousSink;

/**
 * Takes the mails of one subscription, one after another, each in a transaction of its own. A failure is logged and
 * tried again: a subscription that ended would leave the queue without anyone who empties it.
 */
final class MailTaker {
    private static final Logger LOGGER = LoggerFactory.getLogger(MailTaker.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** Makes a mail of a message. Empty when the message has been dealt with. */
    interface Reader {
        Optional<MailQueueItem> read(Taking taking, Message message) throws JMSException, MessagingException;
    }

    private final ConnectionFactory connections;
    private final String queueName;
    private final Supplier<String> selector;
    private final Reader reader;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Those that hold no mail; as many more as mails are being processed are with their receivers. */
    private final Deque<Taking> idle = new ConcurrentLinkedDeque<>();

    private volatile Taking waiting;

    MailTaker(ConnectionFactory connections, String queueName, Supplier<String> selector, Reader reader) {
        this.connections = connections;
        this.queueName = queueName;
        this.selector = selector;
        this.reader = reader;
    }

    /** Waits for the next mail and passes it on; completes when stopped. */
    void take(SynchronousSink<MailQueueItem> sink) {
        while (isRunning()) {
            try {
                Optional<MailQueueItem> item = takeOne();
                if (item.isPresent()) {
                    sink.next(item.get());
                    return;
                }
            } catch (JMSException | MessagingException | RuntimeException e) {
                pauseAfter(e);
            }
        }
        sink.complete();
    }

    /** Ends the waiting at once. A mail that has been passed on already stays with its receiver. */
    void stop() {
        stopped.countDown();
        Taking current = waiting;
        if (current != null) {
            current.endWaiting();
        }
        closeIdle();
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private Optional<MailQueueItem> takeOne() throws JMSException, MessagingException {
        Taking last = idle.pollFirst();
        Taking taking = last == null ? Taking.open(connections, queueName, selector, this::giveBack) : last;
        boolean inUse = false;
        try {
            Message message = receive(taking);
            if (message == null && isRunning()) {
                inUse = true;
                giveBack(taking);
            }
            if (message == null || !isRunning()) {
                return Optional.empty();
            }
            Optional<MailQueueItem> item = reader.read(taking, message);
            inUse = true;
            return item;
        } finally {
            if (!inUse) {
                taking.close();
            }
        }
    }

    private Message receive(Taking taking) throws JMSException {
        waiting = taking;
        try {
            return isRunning() ? taking.receive() : null;
        } finally {
            waiting = null;
        }
    }

    private void giveBack(Taking taking) {
        idle.addFirst(taking);
        if (!isRunning()) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (Taking taking = idle.pollFirst(); taking != null; taking = idle.pollFirst()) {
            taking.close();
        }
    }

    private void pauseAfter(Exception failure) {
        if (!isRunning()) {
            return;
        }
        LOGGER.error("cannot take the next mail from queue {}; trying again", queueName, failure);
        try {
            stopped.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }
}
