package dev.agentpost.mail.inbox.james;

import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import reactor.core.publisher.Mono;

/** An inbox sends from its own address. */
public final class OwnAddressOnly implements CanSendFrom {

    @Override
    public boolean userCanSendFrom(Username connectedUser, Username fromUser) {
        return connectedUser.equals(fromUser);
    }

    @Override
    public Mono<Boolean> userCanSendFromReactive(Username connectedUser, Username fromUser) {
        return Mono.just(userCanSendFrom(connectedUser, fromUser));
    }

    @Override
    public Stream<MailAddress> allValidFromAddressesForUser(Username user) throws RecipientRewriteTableException {
        try {
            return Stream.of(user.asMailAddress());
        } catch (AddressException e) {
            throw new RecipientRewriteTableException("'" + user.asString() + "' is not an address", e);
        }
    }
}
