import json


def make_users(count):
    return [
        {
            "id": i,
            "name": f"User {i}",
            "email": f"user{i}@example.com",
            "active": i % 3 == 0,
            "score": i / 8,
            "tags": ["alpha", "beta", f"tag{i % 10}"],
        }
        for i in range(count)
    ]


def run():
    text = json.dumps(make_users(85000))
    users = json.loads(text)
    score = sum(user["score"] for user in users)
    active = sum(1 for user in users if user["active"])
    return f"{len(users)} {active} {score} {users[84999]['tags'][2]}"
