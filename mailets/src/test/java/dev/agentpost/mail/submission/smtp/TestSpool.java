package dev.agentpost.mail.submission.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** James's spool, kept in memory: what is put in can be looked at; it can be made to fail. */
public final class TestSpool implements MailQueueFactory<MailQueue>, MailQueue {

    /** A mail as it was when it was put in. */
    public record Spooled(Mail mail, byte[] bytes) {
        public String content() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        public String body() {
            return content().substring(content().indexOf("\r\n\r\n") + "\r\n\r\n".length());
        }

        public List<String> recipients() {
            return mail.getRecipients().stream()
                    .map(address -> address.asString())
                    .toList();
        }
    }

    private final List<Spooled> mails = new CopyOnWriteArrayList<>();
    private volatile boolean fails;
    private volatile Runnable beforeEnqueue = () -> {};

    public List<Spooled> mails() {
        return mails;
    }

    public void fail(boolean now) {
        fails = now;
    }

    public void beforeEnqueue(Runnable action) {
        beforeEnqueue = action;
    }

    @Override
    public void enQueue(Mail mail) throws MailQueueException {
        beforeEnqueue.run();
        if (fails) {
            throw new MailQueueException("the disk of the queue is full");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            mail.getMessage().writeTo(bytes);
            mails.add(new Spooled(withoutContent(mail), bytes.toByteArray()));
        } catch (IOException | MessagingException e) {
            throw new MailQueueException("unreadable mail", e);
        }
    }

    private static Mail withoutContent(Mail mail) {
        return MailImpl.builder()
                .name(mail.getName())
                .sender(mail.getMaybeSender())
                .addRecipients(mail.getRecipients())
                .addAttributes(mail.attributes().toList())
                .build();
    }

    @Override
    public void enQueue(Mail mail, Duration delay) throws MailQueueException {
        enQueue(mail);
    }

    @Override
    public Publisher<Void> enqueueReactive(Mail mail) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Publisher<MailQueueItem> deQueue() {
        return Flux.never();
    }

    @Override
    public MailQueueName getName() {
        return SPOOL;
    }

    @Override
    public void close() {}

    @Override
    public Optional<MailQueue> getQueue(MailQueueName name, PrefetchCount count) {
        return Optional.of(this);
    }

    @Override
    public MailQueue createQueue(MailQueueName name, PrefetchCount count) {
        return this;
    }

    @Override
    public Set<MailQueueName> listCreatedMailQueues() {
        return Set.of(SPOOL);
    }
}
