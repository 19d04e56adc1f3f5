package dev.agentpost.mail.idempotency;

import com.google.common.hash.Funnels;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.agentpost.mail.core.MimeBoundaries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Tells a try again from another message: SHA-256 over the sender and the recipients of the envelope, in any order and
 * case, and over the body, which is all behind the first empty line. The header is left out, as libraries write
 * {@code Date} and {@code Message-ID} anew for each try; so are the boundaries of parts, for the same reason. For one
 * message and one thread.
 */
public final class SubmissionDigest {
    private final Hasher hasher = Hashing.sha256().newHasher();
    private final OutputStream sink = Funnels.asOutputStream(hasher);
    private final MimeBoundaries boundaries = new MimeBoundaries();

    /**
     * @param sender empty for the null sender
     * @param contentTypes the values of the fields {@code Content-Type}, for the boundary that they declare
     */
    public SubmissionDigest(String sender, Collection<String> recipients, List<String> contentTypes) {
        put(sender);
        recipients.stream()
                .map(recipient -> recipient.toLowerCase(Locale.ROOT))
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll)
                .forEach(recipient -> put((String) recipient));
        contentTypes.forEach(boundaries::declared);
        hasher.putByte((byte) '\n');
    }

    private void put(String address) {
        hasher.putString(address.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8)
                .putByte((byte) '\n');
    }

    /** @param line with its line end */
    public void addBodyLine(byte[] line, int from) throws IOException {
        boundaries.copyLine(line, from, sink);
    }

    /** In hexadecimal; to be called once. */
    public String finish() {
        return hasher.hash().toString();
    }
}
