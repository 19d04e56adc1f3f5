package dev.agentpost.mail.mailaccess.imap.fetch;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.james.imap.message.response.FetchResponse.BodyElement;

/** A section of a message whose octets are in memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeptSection(String name, byte[] octets) implements BodyElement {
    @Override
    public String getName() {
        return name;
    }

    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(octets);
    }
}
