import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.handler.HandlerInterceptorAdapter;

/** Who is signed in stands in the session. In your application, Spring Security does this. */
class SignedInOnly extends HandlerInterceptorAdapter {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var session = request.getSession(false);
        if (session != null && session.getAttribute("user") instanceof String user && !user.isEmpty()) return true;
        throw new Refusal(HttpStatus.UNAUTHORIZED, "Nobody is signed in.");
    }
}
