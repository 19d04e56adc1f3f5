package dev.agentpost.mail.mailauthentication.jdkim;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.regex.Pattern;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;

/** A key as today's verifiers take it. */
final class VerifiedKey extends PublicKeyRecordImpl {
    private static final int MIN_BITS = 1024;
    private static final Pattern ANY = Pattern.compile(".*");

    VerifiedKey(String text) {
        super(text);
    }

    /** RFC 8301 section 3.2. */
    @Override
    public PublicKey getPublicKey() {
        PublicKey key = super.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_BITS) {
            throw new IllegalStateException("the key has less than " + MIN_BITS + " bits");
        }
        return key;
    }

    /** RFC 6376 has no g= any more. */
    @Override
    public Pattern getGranularityPattern() {
        return ANY;
    }
}
