package dev.agentpost.mail.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;

/**
 * What messages from a domain are signed with (RFC 6376).
 *
 * @param domain lower case, in ASCII
 * @param number 1 for the first key of the domain, one more for each that follows
 */
public record DkimKey(String domain, int number, RSAPrivateCrtKey privateKey, Instant createdAt) {
    private static final String ALGORITHM = "RSA";

    // RFC 8301 section 3.2: at least 1024, should be 2048, and verifiers need not take more
    private static final int BITS = 2048;

    public DkimKey {
        Objects.requireNonNull(domain);
        Objects.requireNonNull(privateKey);
        Objects.requireNonNull(createdAt);
    }

    /** Takes a tenth of a second or several of them. */
    public static DkimKey generate(String domain, int number, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(BITS);
            return new DkimKey(
                    domain,
                    number,
                    (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate(),
                    now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param pkcs8 as {@link #pkcs8} gives it */
    public static DkimKey of(String domain, int number, byte[] pkcs8, Instant createdAt) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new DkimKey(
                    domain,
                    number,
                    (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    createdAt);
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("the stored DKIM key " + number + " of " + domain + " is none", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The private key as it is stored. */
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    public String selector() {
        return "agentpost" + number;
    }

    /** Of the TXT record that shows the public key. */
    public String recordName() {
        return selector() + "._domainkey." + domain;
    }

    /** RFC 6376 section 3.6.1. */
    public String recordValue() {
        return "v=DKIM1; k=rsa; p=" + publicKey();
    }

    String publicKey() {
        try {
            return Base64.getEncoder()
                    .encodeToString(KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(
                                    new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()))
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return recordName() + " (***)";
    }
}
