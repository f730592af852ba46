# exercise: conv_cost
def conv_cost(shape, f, filters, bottleneck=None):
    h, w, c = shape
    if bottleneck is None:
        mult = h * w * f * f * c * filters
        par = (f * f * c + 1) * filters
        return {"multiplications": mult, "parameters": par}
    # first the 1x1
    mult1 = h * w * c * bottleneck
    par1 = (c + 1) * bottleneck
    # then the f x f
    mult2 = h * w * f * f * c * filters  # WRONG: the second layer reads the b channels of the bottleneck and not the c channels of the input.
    par2 = (f * f * bottleneck + 1) * filters
    return {"multiplications": mult1 + mult2, "parameters": par1 + par2}
