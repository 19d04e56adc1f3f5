package dev.agentpost.mail.queue.activemq;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import javax.jms.JMSException;
import org.apache.activemq.blob.BlobDownloadStrategy;
import org.apache.activemq.blob.BlobTransferPolicy;
import org.apache.activemq.blob.BlobUploadStrategy;
import org.apache.activemq.command.ActiveMQBlobMessage;

/** Keeps the content of JMS blob messages in the queue's folder, on disk before the message itself is sent. */
final class FolderBlobTransfer extends BlobTransferPolicy implements BlobUploadStrategy, BlobDownloadStrategy {
    private final QueueFolder folder;

    FolderBlobTransfer(QueueFolder folder) {
        this.folder = folder;
    }

    @Override
    public BlobTransferPolicy copy() {
        return new FolderBlobTransfer(folder);
    }

    @Override
    protected BlobUploadStrategy createUploadStrategy() {
        return this;
    }

    @Override
    protected BlobDownloadStrategy createDownloadStrategy() {
        return this;
    }

    @Override
    public URL uploadFile(ActiveMQBlobMessage message, File file) throws IOException {
        return uploadStream(message, Files.newInputStream(file.toPath()));
    }

    @Override
    public URL uploadStream(ActiveMQBlobMessage message, InputStream in) throws IOException {
        try (in) {
            return folder.write(in);
        }
    }

    @Override
    public InputStream getInputStream(ActiveMQBlobMessage message) throws IOException, JMSException {
        return folder.read(message.getURL());
    }

    @Override
    public void deleteFile(ActiveMQBlobMessage message) throws IOException, JMSException {
        // A message whose upload failed names no file.
        if (message.getURL() != null) {
            folder.delete(message.getURL());
        }
    }
}
