package dev.agentpost.mail.trash;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.agentpost.mail.mailboxstore.HeaderBlock;

/**
 * What two copies of a message have in common before their bodies are compared.
 *
 * @param header of all fields but the mark that mbsync puts into what it brings, and renews
 */
record Likeness(HashCode header, long bodyBytes) {
    private static final String MARK = "x-tuid";

    static Likeness of(byte[] header, long bodyBytes) {
        Hasher hasher = Hashing.sha256().newHasher();
        HeaderBlock.fields(header).stream()
                .filter(field -> !HeaderBlock.name(field).equals(MARK))
                .forEach(hasher::putBytes);
        return new Likeness(hasher.hash(), bodyBytes);
    }
}
