package dev.agentpost.mail.queue.activemq;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.jms.Connection;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.Session;
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

    // The wish for due mails carries the time at which it was made, so it is renewed often.
    private static final Duration DELAY_RESOLUTION = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** Makes a mail of a message. Empty when the message has been dealt with, and the session may be closed. */
    interface Reader {
        Optional<MailQueueItem> read(Session session, MessageConsumer consumer, Message message)
                throws JMSException, MessagingException;
    }

    private final Connection connection;
    private final String queueName;
    private final Supplier<String> selector;
    private final Reader reader;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile MessageConsumer waiting;

    MailTaker(Connection connection, String queueName, Supplier<String> selector, Reader reader) {
        this.connection = connection;
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
        MessageConsumer consumer = waiting;
        if (consumer != null) {
            try {
                consumer.close();
            } catch (JMSException e) {
                LOGGER.debug("a consumer of queue {} did not close", queueName, e);
            }
        }
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private Optional<MailQueueItem> takeOne() throws JMSException, MessagingException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        boolean handedOver = false;
        try {
            MessageConsumer consumer = session.createConsumer(session.createQueue(queueName), selector.get());
            Message message = receive(consumer);
            if (message == null || !isRunning()) {
                return Optional.empty();
            }
            Optional<MailQueueItem> item = reader.read(session, consumer, message);
            handedOver = item.isPresent();
            return item;
        } finally {
            if (!handedOver) {
                // Gives back a message that was not dealt with.
                session.close();
            }
        }
    }

    private Message receive(MessageConsumer consumer) throws JMSException {
        waiting = consumer;
        try {
            return isRunning() ? consumer.receive(DELAY_RESOLUTION.toMillis()) : null;
        } finally {
            waiting = null;
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
