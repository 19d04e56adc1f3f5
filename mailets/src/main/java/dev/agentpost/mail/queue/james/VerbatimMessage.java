package dev.agentpost.mail.queue.james;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;

/**
 * A message whose every octet stays as it came while nobody changes it. James's own writes the header as US-ASCII
 * whenever it copies a message, and octets over 127 become question marks.
 */
public final class VerbatimMessage extends MimeMessageWrapper {

    public VerbatimMessage(MimeMessageSource source) {
        super(source);
    }

    @Override
    public void writeTo(OutputStream header, OutputStream body, String[] ignoreList, boolean preLoad)
            throws IOException, MessagingException {
        if (isModified() || header != body || ignoreList.length > 0) {
            super.writeTo(header, body, ignoreList, preLoad);
            return;
        }
        try (InputStream in = source.getInputStream()) {
            in.transferTo(header);
        }
    }

    @Override
    public InputStream getMessageInputStream() throws MessagingException {
        if (isModified()) {
            return super.getMessageInputStream();
        }
        try {
            return source.getInputStream();
        } catch (IOException e) {
            throw new MessagingException("message " + getSourceId() + " cannot be read", e);
        }
    }
}
