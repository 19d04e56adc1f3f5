package dev.agentpost.mail.outbound.smtp;

import java.util.Optional;

/**
 * The server that takes all mail.
 *
 * @param implicitTls TLS from the first octet, as on port 465
 * @param credentials with them TLS is required, and the certificate verified
 */
public record Smarthost(String host, int port, boolean implicitTls, Optional<Credentials> credentials) {

    /** Of the smarthost's account. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return username + ":***";
        }
    }

    boolean isVerified() {
        return implicitTls || credentials.isPresent();
    }
}
