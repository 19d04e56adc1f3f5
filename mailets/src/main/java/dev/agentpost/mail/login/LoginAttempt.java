package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.Scope;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What a client presented.
 *
 * @param username as sent: any case, possibly no address at all
 * @param secret as sent: possibly with white space from pasting, possibly no secret at all
 * @param remoteAddress empty when the transport does not know it
 */
public record LoginAttempt(
        LoginProtocol protocol,
        String username,
        String secret,
        Scope neededScope,
        Optional<InetAddress> remoteAddress) {

    @Override
    public String toString() {
        return "LoginAttempt[username=" + username + ", secret=***, neededScope=" + neededScope + ", remoteAddress="
                + remoteAddress + "]";
    }
}
