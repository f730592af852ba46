# expect: failed
# ruff: noqa
async def sigmoid(z):
    return z
