package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at start that there is mail in the tables of a version before the first release, which this one does not read. */
final class StockMailNotice {
    private static final Logger LOGGER = LoggerFactory.getLogger(StockMailNotice.class);

    @Inject
    StockMailNotice(CqlSession session) {
        if (hasStockMail(session)) {
            LOGGER.warn("this keyspace has mail that an unreleased earlier version stored in other tables; it stays"
                    + " there and is not shown");
        }
    }

    static boolean hasStockMail(CqlSession session) {
        return session.getKeyspace()
                .flatMap(name -> session.getMetadata().getKeyspace(name))
                .flatMap(keyspace -> keyspace.getTable("messageidtable"))
                .filter(table ->
                        session.execute(SimpleStatement.newInstance("SELECT mailboxid FROM messageidtable LIMIT 1"))
                                        .one()
                                != null)
                .isPresent();
    }
}
