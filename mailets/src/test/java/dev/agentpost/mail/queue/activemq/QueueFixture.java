package dev.agentpost.mail.queue.activemq;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import reactor.core.publisher.Flux;

/** A broker and its queues in a folder. */
final class QueueFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final EmbeddedBroker broker;
    final EmbeddedMailQueueFactory factory;

    QueueFixture(Path folder, Clock clock) {
        this.broker = EmbeddedBroker.start(folder);
        this.factory = new EmbeddedMailQueueFactory(
                broker,
                new RawMailQueueItemDecoratorFactory(),
                new RecordingMetricFactory(),
                new NoopGaugeRegistry(),
                clock);
    }

    ManageableMailQueue spool() {
        return queue(MailQueueFactory.SPOOL);
    }

    ManageableMailQueue queue(MailQueueName name) {
        return factory.createQueue(name, MailQueueFactory.defaultPrefetchCount());
    }

    static MailQueue.MailQueueItem take(MailQueue queue) {
        return Flux.from(queue.deQueue()).blockFirst(PATIENCE);
    }

    /** As the submission server makes one. */
    static Mail mailOf(String name, byte[] message) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender("alice@shared.localhost")
                .addRecipient(new MailAddress("bob@shared.localhost"))
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(message)));
        return mail;
    }

    static Mail mail(String name, int bodyBytes) throws Exception {
        return MailImpl.builder()
                .name(name)
                .sender("alice@shared.localhost")
                .addRecipient(new MailAddress("bob@shared.localhost"))
                .mimeMessage(new MimeMessageWrapper(new GeneratedMessage(name, bodyBytes)))
                .build();
    }

    @Override
    public void close() {
        factory.destroy();
    }

    /** A message of any size that takes no memory. */
    private static final class GeneratedMessage implements MimeMessageSource {
        private final byte[] header;
        private final int bodyBytes;

        GeneratedMessage(String subject, int bodyBytes) {
            this.header = ("Subject: " + subject + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            this.bodyBytes = bodyBytes;
        }

        @Override
        public String getSourceId() {
            return "generated";
        }

        @Override
        public InputStream getInputStream() {
            return new SequenceInputStream(new ByteArrayInputStream(header), new Repeated(bodyBytes));
        }

        @Override
        public long getMessageSize() {
            return header.length + (long) bodyBytes;
        }
    }

    private static final class Repeated extends InputStream {
        private int left;

        Repeated(int bytes) {
            this.left = bytes;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            return left % 64 == 0 ? '\n' : 'x';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int some = Math.min(length, left);
            for (int i = 0; i < some; i++) {
                target[offset + i] = (byte) read();
            }
            return some == 0 && length > 0 ? -1 : some;
        }
    }
}
