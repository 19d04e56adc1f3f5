package dev.agentpost.mail.mailauthentication.jdkim;

import java.util.regex.Pattern;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/** A signature as today's verifiers take it. */
final class VerifiedSignature extends SignatureRecordImpl {
    private static final Pattern SIGNATURE_TAG = Pattern.compile("(^|;)(\\s*b\\s*=)[^;]*");
    private static final int WHOLE_BODY = -1;

    VerifiedSignature(String text) {
        super(text);
        // RFC 8301 section 3.1 and RFC 8463 section 3: those of other kinds are as if they were not there
        if (!"rsa-sha256".contentEquals(getHashKeyType() + "-" + getHashMethod())) {
            throw new IllegalStateException("signatures with " + getHashMethod() + " do not count");
        }
    }

    /** jDKIM refuses signatures of senders whose clock is ahead of ours by a second; the time is for information. */
    @Override
    public Long getSignatureTimestamp() {
        return null;
    }

    /** A signature of the first octets would let anybody add text (RFC 6376 section 8.2): it counts for all or not. */
    @Override
    public int getBodyHashLimit() {
        return WHOLE_BODY;
    }

    /** jDKIM empties the first text that looks like the tag, which may lie within another. */
    @Override
    public String toUnsignedString() {
        return SIGNATURE_TAG.matcher(toString()).replaceFirst("$1$2");
    }
}
